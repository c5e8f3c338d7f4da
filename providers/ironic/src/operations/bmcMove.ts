import { randomUUID } from "node:crypto";
import {
  canonicalBmcEndpoint,
  canonicalEndpointOfDriverInfo,
  canonicalMac,
  type Hardware,
  type HostSpec,
  OperationError,
  parseBmcAddress,
  parseInventory,
  type ServerVerdict,
} from "@ironworks/core";
import type { DirectoryEntry } from "../api/node.js";
import { sameBmc } from "../directory.js";
import { describeNode } from "./describeNode.js";
import { failedState } from "./explainFailure.js";
import { recordedHardware } from "./inspection.js";
import { refuseMaintenance } from "./nodeFailures.js";
import { creationBody, type NodeFields, outOfBandInspection } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { hostRecordOf } from "./nodeRecord.js";

/** A host whose program names a BMC. */
export interface NamedBmc {
  readonly spec: HostSpec;
  /** Canonical endpoint of `spec.bmc.address`. */
  readonly bmc: string;
  readonly fields: NodeFields;
  /** As last inspected; read from Ironic where it is absent. */
  readonly hardware?: Hardware | undefined;
}

/** Marks a node of ours that exists only while a BMC is looked through. */
const PROOF = "ironworks_proof";

/**
 * Where the program names another BMC than the node has: nothing of the node is changed before it is shown that the server
 * behind it is the same. The new BMC is inspected out of band, which changes no power, through a node made for that alone:
 * so the host's own node, and Ironic's power synchronisation with it, never meets a server that may be another. Works with
 * an operating system on the host.
 *
 * @throws OperationError with code `BMC_MISMATCH` where it is another server, `BMC_UNPROVED` where nothing can be compared.
 */
export function requireSameServer(handle: NodeHandle, named: NamedBmc): Promise<void> {
  return handle.operation.running.attempt({ phase: "verify" }, () => proveSameServer(handle, named));
}

async function proveSameServer(handle: NodeHandle, named: NamedBmc): Promise<void> {
  const from = canonicalEndpointOfDriverInfo(handle.node.driver_info);
  if (from === undefined || sameBmc(from, named.bmc)) {
    return;
  }
  const known = named.hardware ?? (await recordedHardware(handle));
  if (!known && hostRecordOf(handle.node)?.accepted !== true) {
    // Nothing was ever seen of the server: it is checked as a new one is.
    return;
  }
  const { operation } = handle;
  refuseMaintenance(handle);
  await refuseTwin(handle, named.bmc);
  if (isSaidToBe(named.spec, from)) {
    operation.running.progress.warning(
      "verify",
      `the BMC moves from ${from} to ${named.bmc}: taken for the same server because \`bmc.previousAddress\` says so`,
    );
    return;
  }
  const outOfBand = outOfBandInspection(named.fields);
  if (!known || outOfBand === undefined) {
    throw unproved(handle, named, from, known ? "this BMC lists no NICs" : "the host was never inspected");
  }
  const found = await lookThrough(handle, named, outOfBand);
  if (typeof found === "string") {
    throw unproved(handle, named, from, found);
  }
  const verdict = compareServers(known, found);
  if (verdict === "unknown") {
    throw unproved(handle, named, from, "the BMC tells neither NICs nor a serial number that could be compared");
  }
  if (verdict === "different") {
    throw operation.failure({
      failureClass: "config",
      detail:
        `\`bmc.address\` changed from ${from} to ${named.bmc}, and there is another server: ` +
        `it has ${identityText(found)}; this host has ${identityText(known)}. Nothing was changed`,
      remedy: "put the old address back; a server that takes this one's place is a host with a name of its own",
      code: "BMC_MISMATCH",
    });
  }
}

/** Whether two inventories are of one server: by a MAC that both have, else by serial number. */
export function compareServers(known: Hardware, found: Hardware): ServerVerdict {
  const macs = new Set(known.nics.map(({ mac }) => canonicalMac(mac) ?? mac));
  if (found.nics.some(({ mac }) => macs.has(canonicalMac(mac) ?? mac))) {
    return "same";
  }
  const serials = [known, found].map(({ vendor }) => vendor.serialNumber?.trim().toLowerCase());
  if (serials[0] && serials[1]) {
    return serials[0] === serials[1] ? "same" : "different";
  }
  return macs.size > 0 && found.nics.length > 0 ? "different" : "unknown";
}

/** `serial X and NIC 52:54:…`, for messages. */
export function identityText({ nics, vendor }: Pick<Hardware, "nics" | "vendor">): string {
  const serial = vendor.serialNumber ? `serial ${vendor.serialNumber}` : "no serial number";
  const macs = nics.map(({ mac }) => mac).join(", ");
  return `${serial} and ${macs === "" ? "no NIC that is known" : `NIC ${macs}`}`;
}

/** Does the program say that the BMC had this address before? */
export function isSaidToBe({ bmc: { previousAddress } }: HostSpec, from: string): boolean {
  if (previousAddress === undefined) {
    return false;
  }
  const parsed = parseBmcAddress(previousAddress);
  return parsed.ok && sameBmc(canonicalBmcEndpoint(parsed.value), from);
}

function unproved(handle: NodeHandle, { bmc }: NamedBmc, from: string, why: string): Error {
  return handle.operation.failure({
    failureClass: "config",
    detail:
      `\`bmc.address\` changed from ${from} to ${bmc}, and nothing shows that there is the same server: ${why}. ` +
      "Nothing was changed",
    remedy: "put the old address back; or, if the same server has moved, write the old one as `bmc.previousAddress`",
    code: "BMC_UNPROVED",
  });
}

async function refuseTwin(handle: NodeHandle, bmc: string): Promise<void> {
  const others = (await handle.operation.endpoint.directory()).byBmc(bmc).filter(({ uuid }) => uuid !== handle.uuid);
  const twin = others.find((node) => !isProofOf(node, handle.uuid));
  if (twin) {
    throw handle.operation.failure({
      failureClass: "ownership",
      detail: `the BMC ${bmc} is driven by another node already: ${describeNode(twin)}. Nothing was changed`,
      remedy: "correct `bmc.address`",
      code: "NOT_OURS",
    });
  }
  for (const { uuid } of others) {
    // Of a run that broke off.
    const left = await handle.operation.endpoint.client.findNode(uuid, handle.operation.running.signal);
    if (left) {
      await remove(new NodeHandle(handle.operation, left));
    }
  }
}

function isProofOf({ extra }: Pick<DirectoryEntry, "extra">, uuid: string): boolean {
  return extra[PROOF] === uuid;
}

/** What the BMC lists of its server, or why it does not. */
export async function lookThrough(
  handle: NodeHandle,
  { fields }: NamedBmc,
  inspectInterface: string,
): Promise<Hardware | string> {
  const { operation } = handle;
  const { client } = operation.endpoint;
  operation.running.signal.throwIfAborted();
  const identity = { uuid: randomUUID(), extra: { [PROOF]: handle.uuid } };
  const node = await client.createNode(creationBody(fields, identity, inspectInterface), operation.running.signal);
  const proof = new NodeHandle(operation, node);
  try {
    const verified = await proof.act({
      kind: "verify",
      ask: { verb: "manage", doing: "looking through the BMC" },
      pace: "verify",
    });
    if (verified.provision_state !== "manageable") {
      const failure = await failedState(proof, verified);
      throw operation.failure({ ...failure, detail: `${failure.detail} (nothing was changed)`, step: undefined });
    }
    const seen = await proof.act({
      kind: "look",
      ask: { verb: "inspect", doing: "asking the BMC" },
      pace: "inspectFast",
    });
    if (seen.provision_state !== "manageable") {
      return `the BMC cannot be inspected (${(await failedState(proof, seen)).detail})`;
    }
    const inventory = await client.inventory(proof.uuid);
    return inventory ? parseInventory(inventory, "redfish") : "the inspection of the BMC left no inventory";
  } finally {
    await remove(proof);
  }
}

/** A node that was made to look through a BMC; one that stays is taken away by the next run. */
async function remove(proof: NodeHandle): Promise<void> {
  try {
    if (proof.state === "inspect failed") {
      await proof.act({ kind: "settle", ask: { verb: "manage", doing: "leaving the BMC" }, pace: "resume" });
    }
    await proof.act({ kind: "remove", ask: { verb: "remove" } });
  } catch (error) {
    const reason = error instanceof OperationError ? error.failure.detail : String(error);
    const text = `the node ${proof.uuid}, made to look through a BMC, could not be removed (${reason})`;
    proof.operation.running.progress.warning("verify", text);
  }
}
