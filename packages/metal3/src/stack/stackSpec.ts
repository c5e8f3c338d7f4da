import { type IpaImage, validateIpaImage } from "@ironworks/core";
import { compact } from "@ironworks/core/json";
import { errorAt, errorsAmong, type Problem } from "@ironworks/core/problems";
import { type DeployFlag, type DeployFlags, NO_FLAGS } from "../releases/deployFlags.js";
import type { DeployVariables } from "./deployVariables.js";
import { referringTo, type SecretNames, withoutCredentials } from "./secretNames.js";
import type { UpstreamSpec } from "./stackContext.js";
import { type SynthesisedStack, synthesiseUpstream } from "./synthesise.js";

/** What a stack is made after. `upstream`: object for object what upstream's deploy.sh applies. */
export type StackProfile = "upstream";

/** A control plane: baremetal-operator, Ironic, or both. */
export interface StackSpec {
  /** What it is made after. Default: `upstream`, the only one so far. */
  readonly profile?: StackProfile | undefined;
  /** A patch in the table, e.g. `v0.13.2`. */
  readonly release: string;
  /** Default: operator and Ironic, with authentication, without TLS, keepalived and MariaDB. */
  readonly flags?: { readonly [flag in DeployFlag]?: boolean | undefined } | undefined;
  /** deploy.sh's own variables, by their names. */
  readonly variables?: DeployVariables | undefined;
  /** Values for keys of the .env files. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** The deploy ramdisk. Default: what the containers download. */
  readonly ramdisk?: IpaImage | undefined;
  /** Names of Secrets that come from elsewhere. Default: Secrets are among the objects, from the variables. */
  readonly secretNames?: SecretNames | undefined;
}

/**
 * Makes a stack's objects, or says everything that is wrong with it. Pure: the same spec gives the same objects.
 *
 * @example
 * ```ts
 * const { objects, problems } = synthesiseStack({
 *   release: "v0.13.2",
 *   flags: { tls: true },
 *   variables: { IRONIC_HOST_IP: "10.0.20.99" },
 *   settings: { PROVISIONING_INTERFACE: "eno2", IRONIC_ENDPOINT: "https://10.0.20.99:6385/v1/" },
 *   secretNames: { "ironic-credentials": "ironic-login", "baremetal-operator-ironic-htpasswd": "ironic-htpasswd" },
 * });
 * ```
 */
export function synthesiseStack(stack: StackSpec): SynthesisedStack {
  const { objects, problems: found } = synthesiseUpstream(upstreamSpecOf(stack));
  const problems = [...checkProfile(stack.profile), ...checkRamdisk(stack), ...found.map(inTermsOf(stack))];
  if (errorsAmong(problems).length > 0) {
    return { objects: [], problems };
  }
  if (stack.secretNames === undefined) {
    return { objects, problems };
  }
  const referring = referringTo(objects, stack.secretNames);
  problems.push(...referring.problems);
  return { objects: errorsAmong(problems).length > 0 ? [] : referring.objects, problems };
}

function checkProfile(profile: unknown): readonly Problem[] {
  if (profile === undefined || profile === "upstream") {
    return [];
  }
  return [errorAt("profile", "is not a profile that this version knows.", "write `upstream`, or leave it out")];
}

/** Keys that a ramdisk is put into, and the field of it that each holds. */
const RAMDISK_KEYS: Readonly<Record<string, string>> = {
  DEPLOY_ISO_URL: "iso",
  DEPLOY_KERNEL_URL: "kernel",
  DEPLOY_RAMDISK_URL: "initramfs",
};

function checkRamdisk({ ramdisk, settings = {} }: StackSpec): readonly Problem[] {
  if (ramdisk === undefined) {
    return [];
  }
  const twice = Object.keys(RAMDISK_KEYS).filter((key) => settings[key] !== undefined);
  return [
    ...validateIpaImage(ramdisk),
    ...twice.map((key) => errorAt(`settings.${key}`, "is given beside `ramdisk`.", "keep one of the two")),
  ];
}

/** Problems of what profile `upstream` is made from, by the fields of the stack. */
function inTermsOf({ ramdisk }: StackSpec): (problem: Problem) => Problem {
  const fields = new Map(
    Object.keys(ramdiskSettings(ramdisk)).map((key) => [`settings.${key}`, `ramdisk.${RAMDISK_KEYS[key]}`]),
  );
  return (problem) => ({ ...problem, field: fields.get(problem.field) ?? problem.field });
}

/** What profile `upstream` is made from, with defaults filled in. */
function upstreamSpecOf({ release, flags, variables = {}, settings, ramdisk, secretNames }: StackSpec): UpstreamSpec {
  return {
    release,
    flags: { ...NO_FLAGS, operator: true, ironic: true, ...(compact(flags ?? {}) as Partial<DeployFlags>) },
    variables: secretNames === undefined ? variables : withoutCredentials(variables),
    settings: { ...settings, ...ramdiskSettings(ramdisk) },
  };
}

function ramdiskSettings(image: IpaImage | undefined): Readonly<Record<string, string>> {
  if (image?.media === "iso") {
    return { DEPLOY_ISO_URL: image.iso };
  }
  if (image?.media !== "kernel-initramfs") {
    return {};
  }
  return { DEPLOY_KERNEL_URL: image.kernel, DEPLOY_RAMDISK_URL: image.initramfs };
}
