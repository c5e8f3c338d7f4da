import { type InstalledMachine, type MachineSpec, planMachineChange, type RootDisk } from "@ironworks/core";
import { equalJson, fieldOf, isRecord, textOf } from "@ironworks/core/json";
import type { ExportedResource } from "../pulumi/exportedResources.js";
import type { Subject } from "./subject.js";

/** What Pulumi prints in place of a secret, and of a value that is not known yet. */
const HIDDEN_VALUES: readonly unknown[] = ["[secret]", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"];

/** Inputs that only an install applies; of what is installed, Pulumi prints none. */
const UNSEEN: readonly (keyof MachineSpec)[] = ["userData", "networkData", "metaData", "rebuild"];

/**
 * Whether an update of which the preview says nothing may write after all: decided by the same function as in the provider, from
 * what can be read here. The provider sees secrets, and says so where one changed; only where it said nothing at all and nothing
 * else explains the update, a secret is taken for one that may have changed.
 *
 * @param installedChecksum - What Ironic says is installed. Default: what the state has.
 * @returns A sentence; undefined where it does not write.
 */
export function secondOpinion(
  { before, after, messages }: Subject,
  installedChecksum: string | undefined,
): string | undefined {
  const { image, rootDisk: wantedDisk } = after?.inputs ?? {};
  const imageChecksum = installedChecksum ?? checksumText(before?.outputs.image);
  const rootDisk = rootDiskOf(before?.outputs.rootDisk);
  if (!before || !after || checksumText(image) === undefined || imageChecksum === undefined || rootDisk === undefined) {
    return undefined;
  }
  const secrets = UNSEEN.filter((field) => [before, after].some(({ inputs }) => HIDDEN_VALUES.includes(inputs[field])));
  const unexplained = messages.length === 0 && !explains(before, after);
  const installed: InstalledMachine = { imageChecksum, rootDisk };
  const { reinstall, whenInstalled } = after.inputs;
  const spec = { image, reinstall, whenInstalled } as MachineSpec;
  const plan = planMachineChange(installed, spec, rootDiskOf(wantedDisk), {
    host: textOf(fieldOf(after.inputs.host, "hostId")),
    unknown: unexplained ? secrets : [],
  });
  return plan.kind === "reinstall" || plan.kind === "may-reinstall"
    ? `${plan.message.replace(/^will /, "may ")} here; the preview has no message of it`
    : undefined;
}

function rootDiskOf(value: unknown): RootDisk | undefined {
  return isRecord(value) && textOf(value.name) !== undefined ? (value as unknown as RootDisk) : undefined;
}

function checksumText(image: unknown): string | undefined {
  const checksum = fieldOf(image, "checksum");
  const [algorithm, value] = [textOf(fieldOf(checksum, "algorithm")), textOf(fieldOf(checksum, "value"))];
  return algorithm === undefined || value === undefined ? undefined : `${algorithm}:${value}`;
}

/** Is there a difference that is seen here, or an end of the last run that was not reached? */
function explains(before: ExportedResource, after: ExportedResource): boolean {
  const settled = fieldOf(before.outputs.ironworks, "settled") === true && before.outputs.observed !== "lost";
  const keys = new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)]);
  keys.delete("__provider");
  return !settled || [...keys].some((key) => !equalJson(before.inputs[key], after.inputs[key]));
}
