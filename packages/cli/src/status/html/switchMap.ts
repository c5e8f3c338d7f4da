import type { Lldp, Nic } from "@ironworks/core";
import type { HardwareByNode, HostStatus } from "../hostStatus.js";
import { html, type Markup } from "./markup.js";
import { pageTable } from "./pageTable.js";

interface Cable {
  readonly host: string;
  readonly nic: Nic;
  readonly lldp: Lldp;
}

/** Which port of which switch each host is plugged into, as the switches say by LLDP. */
export function switchMap(hosts: readonly HostStatus[], hardware: HardwareByNode): Markup {
  const switches = new Map<string, Cable[]>();
  for (const { host, nodeUuid } of hosts) {
    for (const nic of hardware.get(nodeUuid ?? "")?.nics ?? []) {
      const name = nic.lldp && (nic.lldp.switchName ?? nic.lldp.switchId ?? "a switch without a name");
      if (nic.lldp && name !== undefined) {
        switches.set(name, [...(switches.get(name) ?? []), { host, nic, lldp: nic.lldp }]);
      }
    }
  }
  const cards = [...switches].sort(([a], [b]) => inOrder(a, b)).map(([name, cables]) => card(name, cables));
  return html`<section><h2>Switch ports</h2>${cards.length === 0 ? html`<p>No switch was heard by LLDP.</p>` : html`<div class="switches">${cards}</div>`}</section>`;
}

function card(name: string, cables: readonly Cable[]): Markup {
  const sorted = [...cables].sort((a, b) => inOrder(a.lldp.portId ?? "", b.lldp.portId ?? ""));
  const rows = sorted.map(({ host, nic, lldp }) => [
    { part: lldp.portId ?? "?" },
    { part: host },
    { part: html`<span title="${nic.mac}">${nic.name}</span>` },
    { part: lldp.vlan ?? "" },
  ]);
  return html`<div><h3>${name}</h3>${pageTable(`${cables.length} of its ports`, ["Port", "Host", "NIC", "VLAN"], rows, "narrow")}</div>`;
}

function inOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
