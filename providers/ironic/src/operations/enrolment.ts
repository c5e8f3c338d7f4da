import type { DirectoryEntry } from "../api/node.js";
import type { Directory } from "../directory.js";
import { describeNode } from "./describeNode.js";
import { hostRecordOf } from "./nodeRecord.js";

/** The server that is to be enrolled. */
export interface Candidate {
  readonly owner: string;
  readonly hostId: string;
  readonly nodeUuid: string;
  /** Canonical BMC endpoint. */
  readonly bmc: string;
  readonly bootMACAddress?: string | undefined;
}

/** What to do about a server: enrol it, attach to the node that is ours already, or leave it alone. */
export type Enrolment =
  | { readonly kind: "new" }
  | { readonly kind: "attach"; readonly nodeUuid: string }
  | { readonly kind: "refused"; readonly detail: string; readonly remedy: string };

const KEEP_OUT =
  "manage the server from where it is enrolled, or have its owner remove the node from Ironic first (nothing was changed)";

/**
 * Decides from everything the endpoint knows. Ironic keeps neither BMC addresses unique nor nodes from being enrolled
 * twice under two uuids, so each node with this uuid, this BMC or this MAC counts.
 */
export function decideEnrolment(directory: Directory, candidate: Candidate): Enrolment {
  const { nodeUuid, bmc, bootMACAddress } = candidate;
  const same = directory.byUuid(nodeUuid);
  const twins = directory.byBmc(bmc).filter(({ uuid }) => uuid !== nodeUuid);
  const macHolder = bootMACAddress === undefined ? undefined : directory.byMac(bootMACAddress);
  const isOurs = (node: DirectoryEntry): boolean => {
    const record = hostRecordOf(node);
    return record?.owner === candidate.owner && record.hostId === candidate.hostId;
  };

  // After an address change the node keeps the uuid of its first address.
  const ours = same ?? [...twins, ...(macHolder ? [macHolder] : [])].find(isOurs);
  if (ours && !isOurs(ours)) {
    return refused(`the server is enrolled already: ${describeNode(ours)}`);
  }
  const twin = twins.find(({ uuid }) => uuid !== ours?.uuid);
  if (twin) {
    return refused(`its BMC ${bmc} is driven by another node already: ${describeNode(twin)}`);
  }
  if (macHolder && macHolder.uuid !== ours?.uuid) {
    return refused(`its MAC ${bootMACAddress} belongs to another node: ${describeNode(macHolder)}`);
  }
  return ours ? { kind: "attach", nodeUuid: ours.uuid } : { kind: "new" };
}

function refused(detail: string): Enrolment {
  return { kind: "refused", detail, remedy: KEEP_OUT };
}
