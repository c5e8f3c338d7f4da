import { errorAt, nearestOf, type Problem, warningAt } from "@ironworks/core/problems";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { checkDhcp } from "./checkDhcp.js";
import { checkEndpoints } from "./checkEndpoints.js";
import { type EnvFile, envOf, filesOf } from "./config.js";
import { parseDhcpRanges } from "./dhcpRange.js";
import { parseIP } from "./ipAddress.js";
import type { UpstreamSpec } from "./stackContext.js";

/** The longest name of a network interface that Linux takes. */
const LONGEST_INTERFACE = 15;

/** What is wrong with the values for the .env files, each alone and together with the rest of the spec. */
export function checkSettings(facts: ReleaseFacts, spec: UpstreamSpec): readonly Problem[] {
  const { flags, settings = {} } = spec;
  const problems = [
    ...Object.keys(settings).flatMap((key) => checkKey(facts, spec, key)),
    ...checkValues(spec),
    ...checkEndpoints(facts, spec),
  ];
  if (!flags.ironic || !ironicAssembly(facts, flags).parts.includes("config")) {
    return problems;
  }
  const effective = envOf("ironic", { facts, flags, settings });
  return [
    ...problems,
    ...checkDhcp(spec, effective),
    ...checkPresent(facts, effective),
    ...(flags.tls ? [] : checkPort(effective)),
  ];
}

/** What is wrong with each value alone, whatever the release. */
export function checkValues({ settings = {} }: Pick<UpstreamSpec, "settings">): readonly Problem[] {
  return Object.entries(settings).flatMap(([key, value]) => checkValue(key, value));
}

function checkKey(facts: ReleaseFacts, { flags }: UpstreamSpec, key: string): readonly Problem[] {
  const field = `settings.${key}`;
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key)) {
    return [
      errorAt(
        field,
        "is not the name of a variable, so Kubernetes rejects it as a key.",
        "use letters, digits and underscores",
      ),
    ];
  }
  const derived = facts.ironic.derivedEnv.find((entry) => entry.key === key);
  if (derived) {
    const instead = derived.from === "tls" ? "set `tls` (`-t`)" : `set deploy.sh's variable \`${key}\``;
    return [
      errorAt(field, "is a key that deploy.sh writes itself, over what the file says.", `${instead} in its place`),
    ];
  }
  const files = filesOf(facts, key);
  if (files.length === 0) {
    return [unknownKey(facts, key)];
  }
  const deployed: Readonly<Record<EnvFile, boolean>> = flags;
  if (!files.some((file) => deployed[file])) {
    const message = `changes nothing: it belongs to ${files.join(" and ")}, which these flags do not deploy.`;
    return [warningAt(field, message, "leave it out, or add the flag")];
  }
  if (facts.optionalKeys.laterIronic.includes(key)) {
    return [
      warningAt(
        field,
        `is newer than ${facts.release}: upstream's image of Ironic has no tag, so the one that a cluster pulls today reads it, and one of that time does not.`,
        "keep it with a current image, and leave it out with an old one",
      ),
    ];
  }
  return [];
}

function unknownKey({ release, operator, ironic, optionalKeys }: ReleaseFacts, key: string): Problem {
  const known = [operator.env, ironic.env, ironic.keepalivedEnv].flatMap((env) => Object.keys(env));
  const near = nearestOf(key, [...known, ...optionalKeys.operator, ...optionalKeys.ironic]);
  return errorAt(
    `settings.${key}`,
    `is not read by any container of ${release}.`,
    near ? `did you mean \`${near}\`?` : "leave it out, or choose a release that reads it",
  );
}

/** Keys whose value is the address of a host, or blank. */
const ADDRESS_KEYS: readonly string[] = ["PROVISIONING_IP", "IRONIC_IP", "GATEWAY_IP"];

function checkValue(key: string, value: string): readonly Problem[] {
  const field = `settings.${key}`;
  if (/\p{Cc}/u.test(value.replaceAll("\t", ""))) {
    return [errorAt(field, "has an end of line or another control character.", "write it in one line")];
  }
  if (value === "") {
    return [];
  }
  if (key === "PROVISIONING_INTERFACE") {
    return checkInterface(field, value);
  }
  if (key === "HTTP_PORT" && !(/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535)) {
    return [errorAt(field, `is \`${value}\`, which is not a port.`, "write a number from 1 to 65535")];
  }
  if (key === "DHCP_RANGE") {
    return parseDhcpRanges(value).faults.map(({ message, remedy }) => errorAt(field, message, remedy));
  }
  if (ADDRESS_KEYS.includes(key) && !parseIP(value)) {
    return [
      errorAt(
        field,
        `is \`${value}\`, which is not an IP address.`,
        "write an IPv4 or IPv6 address without prefix length, or leave it blank",
      ),
    ];
  }
  return [];
}

function checkInterface(field: string, value: string): readonly Problem[] {
  const remedy = "write the name as `ip link` shows it, e.g. `eno2`";
  if (value.length > LONGEST_INTERFACE) {
    const length = `${value.length} characters; Linux takes at most ${LONGEST_INTERFACE} for an interface`;
    return [errorAt(field, `is \`${value}\`, which has ${length}.`, remedy)];
  }
  if (/[\s/:]/.test(value) || value === "." || value === "..") {
    return [errorAt(field, `is \`${value}\`, which is not the name of an interface.`, remedy)];
  }
  return [];
}

function checkPresent(facts: ReleaseFacts, effective: Readonly<Record<string, string>>): readonly Problem[] {
  if (facts.mustBePresent.some((key) => effective[key])) {
    return [];
  }
  return facts.mustBePresent
    .filter((key) => effective[key] === undefined)
    .map((key) =>
      warningAt(
        `settings.${key}`,
        "is missing: the inspector's script of this release stops where it is not defined, blank or not.",
        `add it, blank if you have no value for it: \`${key}=\``,
      ),
    );
}

/** The port that the probe of Ironic's web server asks, whatever `HTTP_PORT` says. */
const PROBED_PORT = "6180";

function checkPort({ HTTP_PORT }: Readonly<Record<string, string>>): readonly Problem[] {
  if (HTTP_PORT === PROBED_PORT) {
    return [];
  }
  return [
    warningAt(
      "settings.HTTP_PORT",
      `is ${HTTP_PORT ? `\`${HTTP_PORT}\`` : "blank"}, but upstream's probe asks port ${PROBED_PORT}, so the pod never becomes ready.`,
      `keep ${PROBED_PORT}, or deploy with TLS, whose probe asks Ironic`,
    ),
  ];
}
