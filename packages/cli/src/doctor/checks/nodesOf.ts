import type { World } from "../check.js";
import type { IronicReader, NodeRecord } from "../ironicReader.js";
import type { HostTarget } from "../target/target.js";

/** A host, and its node as Ironic has it. */
export interface Enrolled {
  readonly host: HostTarget;
  readonly node: NodeRecord;
}

/** The hosts of an endpoint: those that Ironic knows, those it does not, and why nothing is known where that is so. */
export interface HostsOfEndpoint {
  readonly enrolled: readonly Enrolled[];
  readonly unknown: readonly HostTarget[];
  readonly missing?: string | undefined;
}

export async function nodesOf(world: World, reader: IronicReader): Promise<HostsOfEndpoint> {
  const hosts = world.target.hosts.filter(({ endpoint }) => endpoint === reader.target.name);
  const nodes = await reader.nodes();
  if ("missing" in nodes) {
    return { enrolled: [], unknown: [], missing: nodes.missing };
  }
  const byUuid = new Map(nodes.value.map((node) => [node.uuid, node]));
  const enrolled: Enrolled[] = [];
  const unknown: HostTarget[] = [];
  for (const host of hosts) {
    const node = byUuid.get(host.nodeUuid ?? "");
    if (node) {
      enrolled.push({ host, node });
    } else {
      unknown.push(host);
    }
  }
  return { enrolled, unknown };
}
