import { nearestOf, type Problem } from "@ironworks/core";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { type EnvFile, filesOf, ironicEnv } from "./config.js";
import { isInNetwork, isInRange, parseDhcpRanges } from "./dhcpRange.js";
import { parseIP } from "./ipAddress.js";
import type { UpstreamSpec } from "./upstreamSpec.js";

/** The longest name of a network interface that Linux takes. */
const LONGEST_INTERFACE = 15;

/** What is wrong with the values for the .env files, each alone and together with the rest of the spec. */
export function checkSettings(facts: ReleaseFacts, spec: UpstreamSpec): readonly Problem[] {
  const keys = Object.keys(spec.settings ?? {});
  const problems = [...keys.flatMap((key) => checkKey(facts, spec, key)), ...checkValues(spec)];
  if (!spec.flags.ironic || !ironicAssembly(facts, spec.flags).parts.includes("config")) {
    return problems;
  }
  const effective = { ...ironicEnv(facts, spec.flags), ...spec.settings };
  return [
    ...problems,
    ...checkDhcp(spec, effective),
    ...checkPresent(facts, effective),
    ...(spec.flags.tls ? [] : checkPort(effective)),
  ];
}

/** What is wrong with each value alone, whatever the release. */
export function checkValues({ settings = {} }: Pick<UpstreamSpec, "settings">): readonly Problem[] {
  return Object.entries(settings).flatMap(([key, value]) => checkValue(key, value));
}

function problem(key: string, message: string, remedy: string, severity: Problem["severity"] = "error"): Problem {
  return { field: `settings.${key}`, message, remedy, severity };
}

function checkKey(facts: ReleaseFacts, { flags }: UpstreamSpec, key: string): readonly Problem[] {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key)) {
    return [
      problem(
        key,
        "It is not the name of a variable, so Kubernetes rejects it as a key.",
        "Use letters, digits and underscores.",
      ),
    ];
  }
  const derived = facts.ironic.derivedEnv.find((entry) => entry.key === key);
  if (derived) {
    const instead =
      derived.from === "tls" ? "Use `-t` in its place." : `Set deploy.sh's variable \`${key}\` in its place.`;
    return [problem(key, "deploy.sh writes this key itself, over what the file says.", instead)];
  }
  const files = filesOf(facts, key);
  if (files.length === 0) {
    const { operator, ironic, optionalKeys } = facts;
    const known = [operator.env, ironic.env, ironic.keepalivedEnv].flatMap((env) => Object.keys(env));
    const near = nearestOf(key, [...known, ...optionalKeys.operator, ...optionalKeys.ironic]);
    return [
      problem(
        key,
        `No container of ${facts.release} reads it.`,
        near ? `Did you mean \`${near}\`?` : "Leave it out, or choose a release that reads it.",
      ),
    ];
  }
  const deployed: Readonly<Record<EnvFile, boolean>> = flags;
  if (files.some((file) => deployed[file])) {
    return [];
  }
  return [
    problem(
      key,
      `It changes nothing: it belongs to ${files.join(" and ")}, which these flags do not deploy.`,
      "Leave it out, or add the flag.",
      "warning",
    ),
  ];
}

/** Keys whose value is the address of a host, or blank. */
const ADDRESS_KEYS: readonly string[] = ["PROVISIONING_IP", "IRONIC_IP", "GATEWAY_IP"];

function checkValue(key: string, value: string): readonly Problem[] {
  if (/\p{Cc}/u.test(value.replaceAll("\t", ""))) {
    return [problem(key, "It has an end of line or another control character.", "Write it in one line.")];
  }
  if (value === "") {
    return [];
  }
  if (key === "PROVISIONING_INTERFACE") {
    return checkInterface(key, value);
  }
  if (key === "HTTP_PORT" && !(/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535)) {
    return [problem(key, `\`${value}\` is not a port.`, "Give a number from 1 to 65535.")];
  }
  if (key === "DHCP_RANGE") {
    return parseDhcpRanges(value).faults.map(({ message, remedy }) => problem(key, message, remedy));
  }
  if (ADDRESS_KEYS.includes(key) && !parseIP(value)) {
    return [
      problem(
        key,
        `\`${value}\` is not an IP address.`,
        "Give an IPv4 or IPv6 address without prefix length, or leave it blank.",
      ),
    ];
  }
  return [];
}

function checkInterface(key: string, value: string): readonly Problem[] {
  if (value.length > LONGEST_INTERFACE) {
    return [
      problem(
        key,
        `\`${value}\` has ${value.length} characters; Linux takes at most ${LONGEST_INTERFACE} for an interface.`,
        "Give the name as `ip link` shows it, e.g. `eno2`.",
      ),
    ];
  }
  if (/[\s/:]/.test(value) || value === "." || value === "..") {
    return [
      problem(
        key,
        `\`${value}\` is not the name of an interface.`,
        "Give the name as `ip link` shows it, e.g. `eno2`.",
      ),
    ];
  }
  return [];
}

/** Addresses that Ironic's host has, by the variable or key that says so. */
function hostAddresses({ variables }: UpstreamSpec, effective: Readonly<Record<string, string>>) {
  const named = [
    ["IRONIC_HOST_IP", variables.IRONIC_HOST_IP],
    ["PROVISIONING_IP", effective.PROVISIONING_IP],
  ] as const;
  return named.flatMap(([name, text]) => {
    const address = text ? parseIP(text) : undefined;
    return address && text ? [{ name, text, address }] : [];
  });
}

function checkDhcp(spec: UpstreamSpec, effective: Readonly<Record<string, string>>): readonly Problem[] {
  const text = effective.DHCP_RANGE ?? "";
  if (text === "") {
    return [];
  }
  const { ranges, faults } = parseDhcpRanges(text);
  if (faults.length > 0) {
    return [];
  }
  const hosts = hostAddresses(spec, effective);
  const problems = ranges.flatMap((range) =>
    hosts
      .filter(({ address }) => isInRange(range, address))
      .map((host) =>
        problem(
          "DHCP_RANGE",
          `The range \`${range.text}\` would hand out ${host.text}, which is Ironic's own address (\`${host.name}\`).`,
          "Leave Ironic's address out of the range.",
        ),
      ),
  );
  const chosen = spec.settings ?? {};
  // A range that nobody chose is upstream's example, and addresses beside it say nothing.
  if (chosen.DHCP_RANGE === undefined) {
    return problems;
  }
  const interfaceAddress = chosen.PROVISIONING_IP ? "PROVISIONING_IP" : "IRONIC_HOST_IP";
  const host = hosts.find(({ name }) => name === interfaceAddress);
  if (!host) {
    return problems;
  }
  const outside = ranges.filter(
    (range) => range.first.family === host.address.family && !isInNetwork(range, host.address),
  );
  return [
    ...problems,
    ...outside.map((range) =>
      range.prefixLength === undefined
        ? problem(
            "DHCP_RANGE",
            `The range \`${range.text}\` is outside the network of ${host.text} (\`${host.name}\`), so dnsmasq would serve nobody.`,
            "Give a range in that network; or add its netmask (`first,last,255.255.255.0`) if a relay leads there; or set `PROVISIONING_IP` to the address on that network.",
          )
        : problem(
            "DHCP_RANGE",
            `The range \`${range.text}\` is in another network than ${host.text} (\`${host.name}\`): only a DHCP relay gets requests from there.`,
            "Make sure that there is a relay.",
            "warning",
          ),
    ),
  ];
}

function checkPresent(facts: ReleaseFacts, effective: Readonly<Record<string, string>>): readonly Problem[] {
  if (facts.mustBePresent.some((key) => effective[key])) {
    return [];
  }
  return facts.mustBePresent
    .filter((key) => effective[key] === undefined)
    .map((key) =>
      problem(
        key,
        "The inspector's script of this release stops where it is not defined, blank or not.",
        `Add it, blank if you have no value for it: \`${key}=\`.`,
        "warning",
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
    problem(
      "HTTP_PORT",
      `Upstream's probe asks port ${PROBED_PORT}, so with ${HTTP_PORT ? `\`${HTTP_PORT}\`` : "a blank one"} the pod never becomes ready.`,
      `Keep ${PROBED_PORT}, or deploy with TLS, whose probe asks Ironic.`,
      "warning",
    ),
  ];
}
