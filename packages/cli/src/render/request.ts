import { readFileSync, statSync } from "node:fs";
import { errorAt, nearestOf, type Problem, warningAt } from "@ironworks/core/problems";
import type { DeployVariable, UpstreamSpec } from "@ironworks/metal3";
import {
  DEPLOY_VARIABLES,
  deployLettersOf,
  hasInspector,
  ironicPartsOf,
  parseDeployFlags,
  VARIABLES_WITHOUT_EFFECT,
} from "@ironworks/metal3/stack";
import { releaseRemedy } from "../knownReleases.js";
import { type Assignments, parseAssignments, parseEnvFile } from "./assignments.js";

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
 * itself looks; password lines that are not given are made.
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
      ...checkRelease(request),
      ...(request.deployFlags === undefined
        ? [errorAt("flags", "is missing.", 'add `--deploy-flags "-b -i"` for operator and Ironic')]
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

function checkProfile({ profile = "upstream" }: RenderRequest): readonly Problem[] {
  return profile === "upstream" ? [] : [errorAt("profile", `cannot be \`${profile}\`.`, "write `upstream`")];
}

function checkRelease({ release }: RenderRequest): readonly Problem[] {
  if (release === undefined) {
    return [errorAt("release", "is missing.", releaseRemedy())];
  }
  if (deployLettersOf(release)) {
    return [];
  }
  const message = `cannot be \`${release}\`, which is not a release that Ironworks can deploy.`;
  return [errorAt("release", message, releaseRemedy(release))];
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
      "can be read by others on this machine.",
      `close it with \`chmod 600 ${file}\``,
    );
    return open ? { ...parsed, problems: [...parsed.problems, warning] } : parsed;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { values: {}, problems: [errorAt(`--env-file ${file}`, `cannot be read: ${reason}.`, "give a file")] };
  }
}

function checkNames(names: readonly string[], option: string): readonly Problem[] {
  return names.flatMap((name) => {
    if (Object.hasOwn(DEPLOY_VARIABLES, name)) {
      return [];
    }
    if (VARIABLES_WITHOUT_EFFECT.includes(name)) {
      return [warningAt(`${option} ${name}`, "changes no object.", "leave it out")];
    }
    const near = nearestOf(name, VARIABLE_NAMES);
    const remedy = `${near ? `write \`${near}\`, or ` : ""}give keys of the .env files to \`--set\``;
    return [errorAt(`${option} ${name}`, "is not a variable that deploy.sh reads.", remedy)];
  });
}

function checkVisible(names: readonly string[]): readonly Problem[] {
  return names
    .filter((name) => name.endsWith("_PASSWORD"))
    .map((name) =>
      warningAt(
        `--env ${name}`,
        "can be seen by everybody on this machine, as all of a command line.",
        "set it in the environment or in an `--env-file`",
      ),
    );
}

/** The password lines that Ironic needs and that are not given. */
async function passwordLines({ release, flags, variables }: UpstreamSpec): Promise<Assignments> {
  if (!flags.authentication || !ironicPartsOf(release, flags).includes("credentials")) {
    return { values: {}, problems: [] };
  }
  const { htpasswdLine, isPasswordHash, SIGNIFICANT_BYTES, siblingLine } = await import("./htpasswd.js");
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  const fixed = variables.IRONIC_HTPASSWD;
  if (fixed && !isPasswordHash(fixed)) {
    problems.push(
      warningAt(
        "variables.IRONIC_HTPASSWD",
        "holds no bcrypt hash, so nobody can log in to Ironic with it.",
        "set it to the line that `htpasswd -n -B` prints",
      ),
    );
  }
  const { IRONIC_USERNAME: user, IRONIC_PASSWORD: password } = variables;
  if (!fixed && user && password) {
    values.IRONIC_HTPASSWD = await htpasswdLine(user, password);
  }
  const { IRONIC_INSPECTOR_USERNAME: inspectorUser, IRONIC_INSPECTOR_PASSWORD: inspectorPassword } = variables;
  if (hasInspector(release) && !variables.INSPECTOR_HTPASSWD && inspectorUser && inspectorPassword) {
    values.INSPECTOR_HTPASSWD = fixed
      ? await siblingLine(fixed, inspectorUser, inspectorPassword)
      : await htpasswdLine(inspectorUser, inspectorPassword);
  }
  if (values.IRONIC_HTPASSWD) {
    problems.push(
      warningAt(
        "variables.IRONIC_HTPASSWD",
        "is made with a new salt, so every run gives another password file and restarts Ironic.",
        "set it to the line that `htpasswd -n -B` prints, and keep it",
      ),
    );
  }
  for (const name of ["IRONIC_PASSWORD", "IRONIC_INSPECTOR_PASSWORD"] as const) {
    if (Buffer.byteLength(variables[name] ?? "") <= SIGNIFICANT_BYTES) {
      continue;
    }
    problems.push(
      warningAt(`variables.${name}`, `counts with its first ${SIGNIFICANT_BYTES} bytes only.`, "choose a shorter one"),
    );
  }
  return { values, problems };
}
