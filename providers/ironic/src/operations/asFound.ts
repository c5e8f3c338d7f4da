import {
  canonicalEndpointOfDriverInfo,
  compareAdopted,
  type Hardware,
  type HostSpec,
  isProof,
  type ServerVerdict,
} from "@ironworks/core";
import type { Node } from "../api/node.js";
import { sameBmc } from "../directory.js";
import { compareServers, identityText, isSaidToBe } from "./bmcMove.js";
import { failedState } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import { ensurePort, recordedHardware, refuseTwin } from "./inspection.js";
import { type NodeFields, outOfBandInspection } from "./nodeFields.js";
import type { NodeHandle } from "./nodeHandle.js";
import { HOST_RECORD_PATH, hostRecordOf } from "./nodeRecord.js";

/** Whose a server is that is to be taken as it is. */
export interface FoundServer {
  readonly spec: HostSpec;
  readonly fields: NodeFields;
  readonly needsPort: boolean;
  /** As it was when Ironic still knew it; absent for a server that was never ours. */
  readonly hardware?: Hardware | undefined;
  /** Canonical BMC endpoint that it had then. */
  readonly formerBmc?: string | undefined;
}

/** Is the node taken as it was found, so that nothing may be done to its server? */
export function isAsFound({ node }: Pick<NodeHandle, "node">): boolean {
  return hostRecordOf(node)?.asFound === true;
}

/** Ironic had lost the node, and no run has come to show that the server behind it is the same. */
export function isUnproved(node: Pick<Node, "extra">): boolean {
  const record = hostRecordOf(node);
  return record?.asFound === true && record.accepted !== true;
}

/** Codes of a refusal after which a node that was made for the look is taken back. */
export const NOT_THE_SERVER: ReadonlySet<string> = new Set([
  "BMC_MISMATCH",
  "BMC_UNPROVED",
  "ADOPT_MISMATCH",
  "ADOPT_UNPROVED",
]);

/**
 * Shows, without touching power or disks, that the server behind a `manageable` node is the one that is meant, and leaves it
 * there. Returns what is known of its hardware.
 */
export function takeAsFound(handle: NodeHandle, server: FoundServer): Promise<Hardware | undefined> {
  return handle.operation.running.attempt({ phase: "verify" }, () => proveAsFound(handle, server));
}

async function proveAsFound(handle: NodeHandle, server: FoundServer): Promise<Hardware | undefined> {
  const { hardware, fields, spec } = server;
  if (hostRecordOf(handle.node)?.accepted) {
    return hardware ?? (await recordedHardware(handle));
  }
  const looked = await look(handle, fields);
  const found = typeof looked === "string" ? undefined : looked;
  const why =
    typeof looked === "string" ? looked : "the BMC tells neither NICs nor a serial number that could be compared";
  if (hardware) {
    requireSame(handle, server, hardware, found, why);
  } else {
    requireAdopted(handle, spec, found, why);
  }
  if (found) {
    await refuseTwin(handle, found);
  }
  if (spec.bootMACAddress !== undefined && server.needsPort) {
    await ensurePort(handle, spec.bootMACAddress);
  }
  // A server that was never ours and is off is at no work: it goes the way of every other.
  const idle = !hardware && powerStateOf(handle.node) === "off";
  await handle.patch([
    { op: "add", path: `${HOST_RECORD_PATH}/accepted`, value: true },
    { op: "add", path: "/inspect_interface", value: fields.inspect.final },
    ...(idle ? [{ op: "remove", path: `${HOST_RECORD_PATH}/asFound` } as const] : []),
  ]);
  return hardware ?? found;
}

/** What the BMC lists of its server, which changes no power; or why it does not. */
async function look(handle: NodeHandle, fields: NodeFields): Promise<Hardware | string> {
  const outOfBand = outOfBandInspection(fields);
  if (outOfBand === undefined) {
    return "this BMC lists no NICs";
  }
  const seen = await handle.act({
    kind: "look",
    begin:
      handle.node.inspect_interface === outOfBand ? [] : [{ op: "add", path: "/inspect_interface", value: outOfBand }],
    ask: { verb: "inspect", doing: "compare the server", detail: "through the BMC, without touching the power" },
    pace: "inspectFast",
  });
  if (seen.provision_state === "manageable") {
    return (await recordedHardware(handle)) ?? "the inspection left no inventory";
  }
  const { detail } = await failedState(handle, seen);
  await handle.act({ kind: "settle", ask: { verb: "manage", doing: "leave the failed look" }, pace: "resume" });
  return `the BMC cannot be inspected out of band (${detail})`;
}

/** A server that Ironic lost: compared with what it was when it was known. */
function requireSame(
  handle: NodeHandle,
  { spec, formerBmc }: FoundServer,
  known: Hardware,
  found: Hardware | undefined,
  why: string,
): void {
  const { operation } = handle;
  const verdict: ServerVerdict = found ? compareServers(known, found) : "unknown";
  const bmc = canonicalEndpointOfDriverInfo(handle.node.driver_info) ?? "?";
  if (verdict === "different" && found) {
    throw operation.failure({
      failureClass: "config",
      detail:
        `Ironic has lost the node of this host, and behind ${bmc} is another server than it had: that one has ` +
        `${identityText(found)}; this host has ${identityText(known)}. Nothing was touched`,
      remedy: "correct `bmc.address`; where the states of two hosts were exchanged, put the right one back",
      code: "BMC_MISMATCH",
    });
  }
  if (verdict === "same") {
    return;
  }
  if (formerBmc === undefined || sameBmc(bmc, formerBmc) || isSaidToBe(spec, formerBmc)) {
    operation.running.progress.warning(
      "verify",
      `taken for the same server because it answers at the BMC that the host had: nothing else could be compared (${why})`,
    );
    return;
  }
  throw operation.failure({
    failureClass: "config",
    detail:
      `Ironic has lost the node of this host, \`bmc.address\` changed from ${formerBmc} to ${bmc}, and nothing shows that there is ` +
      `the same server: ${why}. Nothing was touched`,
    remedy: "put the old address back; or, if the same server has moved, write the old one as `bmc.previousAddress`",
    code: "BMC_UNPROVED",
  });
}

/** A server that was never ours: compared with what the program names. */
export function requireAdopted(
  handle: NodeHandle,
  { adopt }: HostSpec,
  found: Pick<Hardware, "nics" | "vendor"> | undefined,
  why: string,
): void {
  const { operation } = handle;
  if (adopt && "unverified" in adopt) {
    operation.running.progress.warning(
      "verify",
      "adopted unverified, as `adopt` says: nothing shows that it is this server",
    );
    return;
  }
  const verdict = adopt && isProof(adopt) && found ? compareAdopted(adopt, found) : "unknown";
  if (verdict === "same") {
    return;
  }
  if (verdict === "different" && found) {
    throw operation.failure({
      failureClass: "config",
      detail: `the server is not the one that \`adopt\` names: it has ${identityText(found)}. Nothing was touched`,
      remedy: "correct `adopt`, or `bmc.address` if it leads to another server",
      code: "ADOPT_MISMATCH",
    });
  }
  throw operation.failure({
    failureClass: "config",
    detail: `nothing shows that this is the server that \`adopt\` names: ${why}. Nothing was touched`,
    remedy: "make sure that it is, then write `adopt: { unverified: true }`",
    code: "ADOPT_UNPROVED",
  });
}
