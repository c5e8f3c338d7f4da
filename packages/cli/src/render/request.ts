import { readFileSync, statSync } from "node:fs";
import { errorAt, nearestOf, type Problem, warningAt } from "@ironworks/core";
import {
  DEPLOY_VARIABLES,
  type DeployVariable,
  findRelease,
  ironicAssembly,
  parseDeployFlags,
  type UpstreamSpec,
  VARIABLES_WITHOUT_EFFECT,
} from "@ironworks/metal3";
import { type Assignments, parseAssignments, parseEnvFile } from "./assignments.js";
import { htpasswdLine, isPasswordHash, SIGNIFICANT_BYTES, siblingLine } from "./htpasswd.js";

/** Options of `ironworks render` that say what to render. */
export interface RenderRequest {
  readonly profile?: string | undefined;
  readonly release?: string | undefined;
  readonly deployFlags?: string | undefined;
  readonly env: readonly string[];
  readonly set: readonly string[];
  readonly envFile?: string | undefined;
}

/** A spec, and everything wrong with the options that it was read from. */
export interface ReadRequest {
  readonly spec: UpstreamSpec;
  readonly problems: readonly Problem[];
}

const VARIABLE_NAMES = Object.keys(DEPLOY_VARIABLES) as DeployVariable[];

/**
 * Reads the options. deploy.sh's variables come from `--env`, else the env file, else the environment, in which deploy.sh
 * itself looks; password lines that nobody gave are made.
 */
export async function readRequest(
  request: RenderRequest,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ReadRequest> {
  const { flags, problems: flagProblems } = parseDeployFlags(request.deployFlags ?? "");
  const given = parseAssignments(request.env, "--env");
  const file = readEnvFile(request.envFile);
  const settings = parseAssignments(request.set, "--set");
  const inherited = Object.fromEntries(
    VARIABLE_NAMES.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  const variables = { ...inherited, ...file.values, ...given.values };
  const spec: UpstreamSpec = { release: request.release ?? "", flags, variables, settings: settings.values };
  const lines = await passwordLines(spec);
  return {
    spec: { ...spec, variables: { ...variables, ...lines.values } },
    problems: [
      ...checkProfile(request),
      ...(request.release === undefined ? [errorAt("release", "It is missing.", "Add `--release v0.13.2`.")] : []),
      ...(request.deployFlags === undefined
        ? [errorAt("flags", "They are missing.", 'Add `--deploy-flags "-b -i"`.')]
        : flagProblems),
      ...given.problems,
      ...checkNames(Object.keys(given.values), "--env"),
      ...checkVisible(Object.keys(given.values)),
      ...file.problems,
      ...checkNames(Object.keys(file.values), `--env-file ${request.envFile}`),
      ...settings.problems,
      ...lines.problems,
    ],
  };
}

function checkProfile({ profile }: RenderRequest): readonly Problem[] {
  if (profile === "upstream") {
    return [];
  }
  const message = profile === undefined ? "It is missing." : `\`${profile}\` is not a profile that render knows.`;
  return [errorAt("profile", message, "Use `--profile upstream`.")];
}

function readEnvFile(file: string | undefined): Assignments {
  if (file === undefined) {
    return { values: {}, problems: [] };
  }
  try {
    const open = (statSync(file).mode & 0o077) !== 0;
    const parsed = parseEnvFile(readFileSync(file, "utf8"), file);
    const warning = warningAt(
      `--env-file ${file}`,
      "Others on this machine can read it.",
      `Close it with \`chmod 600 ${file}\`.`,
    );
    return open ? { ...parsed, problems: [...parsed.problems, warning] } : parsed;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { values: {}, problems: [errorAt(`--env-file ${file}`, `It cannot be read: ${reason}.`, "Give a file.")] };
  }
}

function checkNames(names: readonly string[], option: string): readonly Problem[] {
  return names.flatMap((name) => {
    if (Object.hasOwn(DEPLOY_VARIABLES, name)) {
      return [];
    }
    if (VARIABLES_WITHOUT_EFFECT.includes(name)) {
      return [warningAt(`${option} ${name}`, "It changes no object.", "Leave it out.")];
    }
    const near = nearestOf(name, VARIABLE_NAMES);
    const remedy = near
      ? `Did you mean \`${near}\`? Keys of the .env files go to \`--set\`.`
      : "Keys of the .env files go to `--set`.";
    return [errorAt(`${option} ${name}`, "deploy.sh reads no such variable.", remedy)];
  });
}

function checkVisible(names: readonly string[]): readonly Problem[] {
  return names
    .filter((name) => name.endsWith("_PASSWORD"))
    .map((name) =>
      warningAt(
        `--env ${name}`,
        "A command line can be seen by everybody on this machine.",
        "Set it in the environment or in an `--env-file`.",
      ),
    );
}

/** The password lines that Ironic needs and nobody gave. */
async function passwordLines({ release, flags, variables }: UpstreamSpec): Promise<Assignments> {
  const facts = findRelease(release);
  if (!facts || !flags.ironic || !flags.authentication) {
    return { values: {}, problems: [] };
  }
  if (!ironicAssembly(facts, flags).parts.includes("credentials")) {
    return { values: {}, problems: [] };
  }
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  const fixed = variables.IRONIC_HTPASSWD;
  if (fixed && !isPasswordHash(fixed)) {
    problems.push(
      warningAt("variables.IRONIC_HTPASSWD", "It holds no bcrypt hash, so nobody can log in to Ironic with it."),
    );
  }
  const { IRONIC_USERNAME: user, IRONIC_PASSWORD: password } = variables;
  if (!fixed && user && password) {
    values.IRONIC_HTPASSWD = await htpasswdLine(user, password);
  }
  const { IRONIC_INSPECTOR_USERNAME: inspectorUser, IRONIC_INSPECTOR_PASSWORD: inspectorPassword } = variables;
  if (facts.inspector && !variables.INSPECTOR_HTPASSWD && inspectorUser && inspectorPassword) {
    values.INSPECTOR_HTPASSWD = fixed
      ? await siblingLine(fixed, inspectorUser, inspectorPassword)
      : await htpasswdLine(inspectorUser, inspectorPassword);
  }
  if (values.IRONIC_HTPASSWD) {
    problems.push(
      warningAt(
        "variables.IRONIC_HTPASSWD",
        "It is made with a new salt, so every run gives another password file and restarts Ironic.",
        "Set it to the line that `htpasswd -n -B` prints, and keep it.",
      ),
    );
  }
  for (const name of ["IRONIC_PASSWORD", "IRONIC_INSPECTOR_PASSWORD"] as const) {
    if (Buffer.byteLength(variables[name] ?? "") <= SIGNIFICANT_BYTES) {
      continue;
    }
    problems.push(
      warningAt(`variables.${name}`, `Only its first ${SIGNIFICANT_BYTES} bytes count.`, "Choose a shorter one."),
    );
  }
  return { values, problems };
}
