import type { DeployFlags } from "../releases/deployFlags.js";
import { LOGICAL_NAMES } from "../releases/logicalNames.js";
import { IRONIC_OPTION } from "../releases/optionalKeys.js";
import type { DerivedKey, ReleaseFacts } from "../releases/releaseFacts.js";
import { type GeneratedObject, generated } from "./names.js";
import type { StackContext } from "./stackContext.js";

/** The two files that a stack is configured by: the operator's, and that of Ironic's pod. */
export type EnvFile = "operator" | "ironic";

/**
 * The files that a key belongs in: all that have it when checked in, else those whose containers read it.
 * Empty for a key that no container reads.
 */
export function filesOf(facts: ReleaseFacts, key: string): readonly EnvFile[] {
  const { operator, ironic, optionalKeys } = facts;
  const checkedIn: EnvFile[] = [];
  if (key in operator.env) {
    checkedIn.push("operator");
  }
  if (key in ironic.env || key in ironic.keepalivedEnv) {
    checkedIn.push("ironic");
  }
  if (checkedIn.length > 0) {
    return checkedIn;
  }
  const readers: EnvFile[] = [];
  if (optionalKeys.operator.includes(key)) {
    readers.push("operator");
  }
  if ([...optionalKeys.ironic, ...optionalKeys.laterIronic].includes(key) || IRONIC_OPTION.test(key)) {
    readers.push("ironic");
  }
  return readers;
}

/** What one of the files says, with the settings that belong in it. `-k` takes another file of Ironic. */
export function envOf(
  file: EnvFile,
  { facts, flags, settings }: Pick<StackContext, "facts" | "flags" | "settings">,
): Readonly<Record<string, string>> {
  const changed = Object.entries(settings).filter(([key]) => filesOf(facts, key).includes(file));
  return { ...checkedInEnv(file, facts, flags), ...Object.fromEntries(changed) };
}

/** What one of the files says as upstream has it. */
export function checkedInEnv(
  file: EnvFile,
  { operator, ironic }: ReleaseFacts,
  flags: DeployFlags,
): Readonly<Record<string, string>> {
  if (file === "operator") {
    return operator.env;
  }
  return flags.keepalived ? ironic.keepalivedEnv : ironic.env;
}

/** ConfigMaps of the operator. */
export function operatorConfig(context: StackContext): readonly GeneratedObject[] {
  const { envConfigMap, managerConfig } = context.facts.operator;
  const environment = generated(
    LOGICAL_NAMES.operatorConfig,
    { kind: "ConfigMap", data: envOf("operator", context) },
    envConfigMap,
  );
  if (managerConfig === undefined) {
    return [environment];
  }
  const component = generated(
    LOGICAL_NAMES.managerConfig,
    { kind: "ConfigMap", data: { "controller_manager_config.yaml": managerConfig } },
    { prefixed: true, hashed: false },
  );
  return [environment, component];
}

/** The ConfigMap that all containers of Ironic read. */
export function ironicConfig(context: StackContext): GeneratedObject {
  const derived = context.facts.ironic.derivedEnv.map((entry) => [entry.key, derivedValue(entry, context)] as const);
  const data = { ...envOf("ironic", context), ...Object.fromEntries(derived) };
  return generated(LOGICAL_NAMES.ironicConfig, { kind: "ConfigMap", data }, { prefixed: true, hashed: true });
}

function derivedValue({ from }: DerivedKey, { flags, variables }: StackContext): string {
  if (from === "tls") {
    return String(flags.tls);
  }
  return variables.RESTART_CONTAINER_CERTIFICATE_UPDATED || "false";
}
