import { errorAt, type Problem } from "@ironworks/core/problems";

/** Names and values, and what is wrong with the texts that they were read from. */
export interface Assignments {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads `NAME=value` from each text. The value is everything after the first `=`, as it stands; it may be blank. */
export function parseAssignments(texts: readonly string[], option: string): Assignments {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const text of texts) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(equals, 0));
    if (equals < 1) {
      problems.push(errorAt(option, "needs a name and a value.", `write \`${option} NAME=value\``));
    } else if (Object.hasOwn(values, name)) {
      problems.push(errorAt(`${option} ${name}`, "is given twice.", "give it once"));
    } else {
      values[name] = text.slice(equals + 1);
    }
  }
  return { values, problems };
}

/** Reads an env file: `NAME=value` a line, values as they stand (no quotes, no substitution), `#` begins a comment line. */
export function parseEnvFile(text: string, file: string): Assignments {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\s+/, ""));
  const meaningful = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return parseAssignments(meaningful, `--env-file ${file}`);
}
