import type { Problem } from "@ironworks/core";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { DEPLOY_VARIABLES, type DeployVariable } from "./deployVariables.js";
import { parseIP } from "./ipAddress.js";
import type { UpstreamSpec } from "./upstreamSpec.js";

/** What is wrong with deploy.sh's variables. Never says the value of a secret. */
export function checkVariables(facts: ReleaseFacts, spec: UpstreamSpec): readonly Problem[] {
  return [...checkAddresses(spec), ...checkCredentials(facts, spec), ...checkRestart(spec)];
}

function problem(
  variable: DeployVariable,
  message: string,
  remedy: string,
  severity: Problem["severity"] = "error",
): Problem {
  return { field: `variables.${variable}`, message, remedy, severity };
}

/** What is wrong with the addresses of the hosts. */
export function checkAddresses({ flags, variables }: UpstreamSpec): readonly Problem[] {
  const problems: Problem[] = [];
  const host = variables.IRONIC_HOST_IP;
  if (host === undefined && flags.ironic) {
    problems.push(
      problem(
        "IRONIC_HOST_IP",
        "It is missing: deploy.sh stops without it when it deploys Ironic.",
        "Set it to the address of the host that Ironic runs on.",
      ),
    );
  }
  if (host === "" && flags.ironic && flags.tls) {
    problems.push(
      problem(
        "IRONIC_HOST_IP",
        "It is blank, but Ironic's certificate is for it.",
        "Set it to the address of the host that Ironic runs on.",
      ),
    );
  }
  for (const variable of ["IRONIC_HOST_IP", "MARIADB_HOST_IP"] as const) {
    const text = variables[variable];
    if (text && !isHostAddress(text)) {
      problems.push(
        problem(
          variable,
          `\`${text}\` is not the address of a host.`,
          "Give an IPv4 or IPv6 address, without prefix length, port or brackets, e.g. `10.0.20.99`.",
        ),
      );
    }
  }
  return problems;
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
        problem(
          username,
          "It has a colon, which ends a user name in a password file.",
          "Choose a name without a colon.",
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
  if (!text) {
    return [
      problem(
        variable,
        "It is missing: deploy.sh would read it from a file of its own, or make one up.",
        "Set it, in the environment or an env file; or deploy without authentication.",
      ),
    ];
  }
  if (/\p{Cc}/u.test(text)) {
    return [problem(variable, "It has an end of line or another control character.", "Take it out.")];
  }
  if (/^-[neE]+$/.test(text)) {
    return [problem(variable, "deploy.sh writes it with `echo`, which takes it for an option.", "Choose another one.")];
  }
  return [];
}

function checkLine(variable: DeployVariable, line: string | undefined, user: string | undefined): readonly Problem[] {
  if (!line) {
    return [
      problem(
        variable,
        "It is missing: Ironic would let nobody in.",
        "Give the line that htpasswd prints, `user:hash`.",
      ),
    ];
  }
  const colon = line.indexOf(":");
  if (colon < 1 || /\p{Cc}/u.test(line)) {
    return [
      problem(variable, "It is not one line of a password file.", "Give the line that htpasswd prints, `user:hash`."),
    ];
  }
  if (user && line.slice(0, colon) !== user) {
    return [
      problem(
        variable,
        `It is for user \`${line.slice(0, colon)}\`, but the operator logs in as \`${user}\`.`,
        "Make the line for the same user.",
        "warning",
      ),
    ];
  }
  return [];
}

function checkRestart({ variables }: UpstreamSpec): readonly Problem[] {
  const text = variables.RESTART_CONTAINER_CERTIFICATE_UPDATED;
  if (!text || text === "true" || text === "false") {
    return [];
  }
  return [
    problem(
      "RESTART_CONTAINER_CERTIFICATE_UPDATED",
      `\`${text}\` is neither \`true\` nor \`false\`.`,
      "Write `true` or `false`.",
    ),
  ];
}

/** Whether a text names one of deploy.sh's variables. */
export function isDeployVariable(name: string): name is DeployVariable {
  return Object.hasOwn(DEPLOY_VARIABLES, name);
}
