import type { IronicReader } from "../ironicReader.js";
import { filesOfNode, hostOfNode } from "./hostTargets.js";
import type { Target } from "./target.js";

/** The target with what the endpoints add: every node of an endpoint that no program names, and what nodes fetch. */
export async function lookedAt(target: Target, readers: readonly IronicReader[]): Promise<Target> {
  const added = await Promise.all(
    readers.map(async (reader) => {
      const { name } = reader.target;
      const own = target.hosts.filter(({ endpoint, nodeUuid }) => endpoint === name && nodeUuid !== undefined);
      const nodes = await reader.nodes();
      if ("missing" in nodes) {
        return { hosts: [], files: [] };
      }
      const uuids = new Set(own.map(({ nodeUuid }) => nodeUuid));
      const wanted = own.length === 0 ? nodes.value : nodes.value.filter(({ uuid }) => uuids.has(uuid));
      return {
        hosts: own.length === 0 ? wanted.map((node) => hostOfNode(node, name)) : [],
        files: wanted.flatMap(filesOfNode),
      };
    }),
  );
  return {
    ...target,
    hosts: [...target.hosts, ...added.flatMap(({ hosts }) => hosts)],
    files: [...target.files, ...added.flatMap(({ files }) => files)],
  };
}
