import type { Disk } from "@ironworks/core";
import { ageOf } from "../../terminal/age.js";
import type { FleetStatus, HardwareByNode, HostStatus } from "../hostStatus.js";
import { colourOf } from "./fleetPicture.js";
import { html, type Markup } from "./markup.js";
import { type Cell, pageTable } from "./pageTable.js";

/** Every host, as in the terminal. */
export function hostsTable(status: FleetStatus): Markup {
  const { at, hosts } = status;
  const several = new Set(hosts.map(({ endpoint }) => endpoint)).size > 1;
  const heads = ["Host", "State", "Since", "Heartbeat", "Power", "Root disk", "Machine", "Owner"];
  const rows = hosts.map((host): readonly Cell[] => [
    { part: host.host },
    { part: `${host.state}${host.step ? ` ${host.step}` : ""}`, className: `state ${colourOf(host)}` },
    timeCell(host.since, at),
    timeCell(host.lastHeartbeat, at),
    { part: host.power === "unknown" ? "" : host.power },
    { part: [host.disk?.name?.replace(/^\/dev\//, ""), host.disk?.serial].filter(Boolean).join(" ") },
    { part: host.machine ?? "" },
    { part: host.owner ?? "" },
    ...(several ? [{ part: host.endpoint }] : []),
  ]);
  return pageTable(
    "Failed hosts first. Times are ages at the time of this page.",
    several ? [...heads, "Endpoint"] : heads,
    rows,
  );
}

/** Hosts that want somebody: why, and what to do. */
export function troublesSection({ hosts, endpoints, at }: FleetStatus): Markup {
  const unread = endpoints.flatMap(({ name, problem }) =>
    problem === null ? [] : [html`<p><strong>${name}</strong>: ${problem}</p>`],
  );
  const wrong = hosts.flatMap((host) => [
    ...(host.failure
      ? [
          html`<p><strong>${host.host}</strong>: ${host.state}, ${ageOf(host.since, at)} ago: ${host.failure.reason} <em>next: ${host.failure.next}</em></p>`,
        ]
      : []),
    ...host.differences.map(
      ({ message, next }) => html`<p><strong>${host.host}</strong> ${message} <em>next: ${next}</em></p>`,
    ),
  ]);
  const found = [...unread, ...wrong];
  return found.length === 0 ? html`` : html`<section class="trouble"><h2>Needs attention</h2>${found}</section>`;
}

/** Every disk of every inspected host. */
export function disksSection(hosts: readonly HostStatus[], hardware: HardwareByNode): Markup {
  const rows = hosts.flatMap((host) =>
    (hardware.get(host.nodeUuid ?? "")?.storage ?? []).map((disk): readonly Cell[] => [
      { part: host.host },
      { part: disk.name.replace(/^\/dev\//, "") },
      { part: disk.type ?? "?" },
      { part: `${disk.sizeGiB} GiB`, key: String(disk.sizeBytes) },
      { part: disk.serial ?? disk.wwn ?? "" },
      { part: disk.model ?? "" },
      isRoot(disk, host) ? { part: "root disk", className: "root" } : { part: "" },
    ]),
  );
  const total = rows.length === 0 ? "No host was inspected yet." : `${rows.length} disks. ${kindsOf(hosts, hardware)}`;
  const heads = ["Host", "Disk", "Type", "Size", "Serial", "Model", "Use"];
  return html`<section><h2>Disks</h2>${rows.length === 0 ? html`<p>${total}</p>` : pageTable(total, heads, rows)}</section>`;
}

/** By identity; the kernel name counts only where there is none. */
function isRoot(disk: Disk, { disk: root }: HostStatus): boolean {
  if (!root) {
    return false;
  }
  if (root.serial !== undefined || root.wwn !== undefined) {
    return root.serial === undefined ? root.wwn === disk.wwn : root.serial === disk.serial;
  }
  return root.name === disk.name;
}

/** `4 × NVME 447 GiB, 2 × HDD 1863 GiB`. */
function kindsOf(hosts: readonly HostStatus[], hardware: HardwareByNode): string {
  const counts = new Map<string, number>();
  for (const { nodeUuid } of hosts) {
    for (const { type, sizeGiB } of hardware.get(nodeUuid ?? "")?.storage ?? []) {
      const kind = `${type ?? "?"} ${sizeGiB} GiB`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(", ");
}

function timeCell(instant: string | null, at: string): Cell {
  return instant === null
    ? { part: "", key: "" }
    : { part: html`<time datetime="${instant}" title="${instant}">${ageOf(instant, at)}</time>`, key: instant };
}
