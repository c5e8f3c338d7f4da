import { ownerText } from "@ironworks/driver";
import type { DirectoryEntry } from "../api/node.js";
import { hostRecordOf } from "./nodeRecord.js";

/** ``node `web~1` (uuid 65701c9c-…), which belongs to stack `acme/metal/prod`, as `node-0` `` */
export function describeNode(node: Pick<DirectoryEntry, "uuid" | "name" | "extra">): string {
  const name = node.name ? `node \`${node.name}\` (uuid ${node.uuid})` : `node ${node.uuid}`;
  return `${name}, ${ownerPhrase(node)}`;
}

function ownerPhrase(node: Pick<DirectoryEntry, "name" | "extra">): string {
  const record = hostRecordOf(node);
  if (record) {
    const owner = ownerText(record);
    return record.detached
      ? `which ${owner} gave up, and which still is theirs to take back`
      : `which belongs to ${owner}`;
  }
  const namespace = /^([a-z0-9-]+)~[a-z0-9.-]+$/.exec(node.name ?? "")?.[1];
  if (namespace) {
    return `which carries no record of Ironworks; by its name it is baremetal-operator's (namespace \`${namespace}\`)`;
  }
  return "which carries no record of Ironworks, so somebody else enrolled it";
}
