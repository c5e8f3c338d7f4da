import { errorAt, type Problem, warningAt } from "@ironworks/core/problems";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import type { DeployVariable } from "./deployVariables.js";
import { parseIP } from "./ipAddress.js";
import type { UpstreamSpec } from "./stackContext.js";

/** What is wrong with deploy.sh's variables. Never says the value of a secret. */
export function checkVariables(facts: ReleaseFacts, spec: UpstreamSpec): readonly Problem[] {
  return [...checkAddresses(spec), ...checkCredentials(facts, spec), ...checkRestart(spec)];
}

/** What is wrong with the addresses of the hosts. */
export function checkAddresses({ flags, variables }: UpstreamSpec): readonly Problem[] {
  const host = variables.IRONIC_HOST_IP;
  const remedy = "set it to the address of the host that Ironic runs on";
  const problems: Problem[] = [];
  if (host === undefined && flags.ironic) {
    const message = "is missing: deploy.sh stops without it when it deploys Ironic.";
    problems.push(errorAt(fieldOf("IRONIC_HOST_IP"), message, remedy));
  }
  if (host === "" && flags.ironic && flags.tls) {
    problems.push(errorAt(fieldOf("IRONIC_HOST_IP"), "is blank, but Ironic's certificate is for it.", remedy));
  }
  for (const variable of ["IRONIC_HOST_IP", "MARIADB_HOST_IP"] as const) {
    const text = variables[variable];
    if (text && !isHostAddress(text)) {
      problems.push(
        errorAt(
          fieldOf(variable),
          `is \`${text}\`, which is not the address of a host.`,
          "write an IPv4 or IPv6 address, without prefix length, port or brackets, e.g. `10.0.20.99`",
        ),
      );
    }
  }
  return problems;
}

function fieldOf(variable: DeployVariable): string {
  return `variables.${variable}`;
}

/** Whether an address can be that of a host; `fd00::` and the like are names of networks, and not text to YAML. */
function isHostAddress(text: string): boolean {
  const address = parseIP(text);
  return address !== undefined && address.value !== 0n && !text.endsWith(":");
}

function checkCredentials(facts: ReleaseFacts, { flags, variables }: UpstreamSpec): readonly Problem[] {
  if (!flags.authentication || (!flags.operator && !flags.ironic)) {
    return [];
  }
  const problems: Problem[] = [];
  const users: readonly (readonly [DeployVariable, DeployVariable, DeployVariable])[] = [
    ["IRONIC_USERNAME", "IRONIC_PASSWORD", "IRONIC_HTPASSWD"],
    ["IRONIC_INSPECTOR_USERNAME", "IRONIC_INSPECTOR_PASSWORD", "INSPECTOR_HTPASSWD"],
  ];
  const needsLine = flags.ironic && ironicAssembly(facts, flags).parts.includes("credentials");
  for (const [username, password, line] of facts.inspector ? users : users.slice(0, 1)) {
    for (const variable of [username, password]) {
      problems.push(...checkWord(variable, variables[variable]));
    }
    if (variables[username]?.includes(":")) {
      problems.push(
        errorAt(
          fieldOf(username),
          "has a colon, which ends a user name in a password file.",
          "choose a name without a colon",
        ),
      );
    }
    if (needsLine && variables[username] && variables[password]) {
      problems.push(...checkLine(line, variables[line], variables[username]));
    }
  }
  return problems;
}

function checkWord(variable: DeployVariable, text: string | undefined): readonly Problem[] {
  const field = fieldOf(variable);
  if (!text) {
    return [
      errorAt(
        field,
        "is missing: deploy.sh would read it from a file of its own, or make one up.",
        "set it, in the environment or an env file, or deploy without authentication",
      ),
    ];
  }
  if (/\p{Cc}/u.test(text)) {
    return [errorAt(field, "has an end of line or another control character.", "take it out")];
  }
  if (/^-[neE]+$/.test(text)) {
    return [errorAt(field, "is an option to `echo`, with which deploy.sh writes it.", "choose another one")];
  }
  return [];
}

function checkLine(variable: DeployVariable, line: string | undefined, user: string): readonly Problem[] {
  const field = fieldOf(variable);
  const remedy = "give the line that htpasswd prints, `user:hash`";
  if (!line) {
    return [errorAt(field, "is missing: Ironic would let nobody in.", remedy)];
  }
  const colon = line.indexOf(":");
  if (colon < 1 || /\p{Cc}/u.test(line)) {
    return [errorAt(field, "is not one line of a password file.", remedy)];
  }
  const named = line.slice(0, colon);
  if (named === user) {
    return [];
  }
  const message = `is for user \`${named}\`, but the operator logs in as \`${user}\`.`;
  return [warningAt(field, message, "make the line for the same user")];
}

function checkRestart({ variables }: UpstreamSpec): readonly Problem[] {
  const text = variables.RESTART_CONTAINER_CERTIFICATE_UPDATED;
  if (!text || text === "true" || text === "false") {
    return [];
  }
  return [
    errorAt(
      fieldOf("RESTART_CONTAINER_CERTIFICATE_UPDATED"),
      `is \`${text}\`, which is neither \`true\` nor \`false\`.`,
      "write `true` or `false`",
    ),
  ];
}
