import { canonicalEndpointOfDriverInfo, canonicalMac } from "@ironworks/core";
import type { DirectoryEntry, Port } from "./api/node.js";

/** Every node of an endpoint and whose each NIC is: what shows that a server is enrolled already. */
export class Directory {
  readonly #byUuid: ReadonlyMap<string, DirectoryEntry>;
  readonly #nodeOfMac: ReadonlyMap<string, string>;

  constructor(nodes: readonly DirectoryEntry[], ports: readonly Port[]) {
    this.#byUuid = new Map(nodes.map((node) => [node.uuid, node]));
    this.#nodeOfMac = new Map(ports.map((port) => [port.address.toLowerCase(), port.node_uuid]));
  }

  all(): readonly DirectoryEntry[] {
    return [...this.#byUuid.values()];
  }

  byUuid(uuid: string): DirectoryEntry | undefined {
    return this.#byUuid.get(uuid);
  }

  byName(name: string): DirectoryEntry | undefined {
    return [...this.#byUuid.values()].find((node) => node.name === name);
  }

  byMac(mac: string): DirectoryEntry | undefined {
    const uuid = this.#nodeOfMac.get(canonicalMac(mac) ?? mac.toLowerCase());
    return uuid === undefined ? undefined : this.#byUuid.get(uuid);
  }

  /** Nodes whose driver talks to this BMC and system. One without a system id talks to the BMC's only system. */
  byBmc(canonicalEndpoint: string): readonly DirectoryEntry[] {
    return [...this.#byUuid.values()].filter((node) => drivesBmc(node, canonicalEndpoint));
  }
}

/** Does the node's driver talk to this BMC and system? */
export function drivesBmc({ driver_info }: Pick<DirectoryEntry, "driver_info">, canonicalEndpoint: string): boolean {
  const theirs = canonicalEndpointOfDriverInfo(driver_info);
  return theirs !== undefined && sameBmc(theirs, canonicalEndpoint);
}

/** Do two canonical endpoints name one BMC and system? */
export function sameBmc(a: string, b: string): boolean {
  const [hostA, systemA] = split(a);
  const [hostB, systemB] = split(b);
  return hostA === hostB && (systemA === systemB || systemA === "" || systemB === "");
}

function split(endpoint: string): readonly [string, string] {
  const slash = endpoint.indexOf("/");
  return slash === -1 ? [endpoint, ""] : [endpoint.slice(0, slash), endpoint.slice(slash)];
}
