import { errorAt, type Problem } from "@ironworks/core/problems";
import { guardObjects } from "@ironworks/metal3";
import { checkFormat, type Format, formatObjects } from "../objects/formatObjects.js";
import { checkFolder, writeFolder } from "../objects/manifestFolder.js";
import type { Output } from "../runProgram.js";
import { problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS } from "../terminal/wrap.js";

/** Options of `ironworks guard`. */
export interface GuardCommandOptions {
  /** User names whose writes need no approval. */
  readonly exempt: readonly string[];
  readonly createWithImage: string;
  readonly format: string;
  readonly out?: string | undefined;
}

/** 0: done. 2: bad input, and nothing was written. */
export type GuardExitCode = 0 | 2;

/** Prints the guard, or writes it to a folder. */
export async function guard(options: GuardCommandOptions, { out, error, columns }: Output): Promise<GuardExitCode> {
  const { exempt, createWithImage, out: folder } = options;
  const problems = [
    ...checkExempt(exempt),
    ...checkCreateWithImage(createWithImage),
    ...checkFormat(options.format),
    ...(folder === undefined ? [] : checkFolder(folder, "guard")),
  ];
  if (problems.length > 0) {
    error(`ironworks guard: ${problemList(problems, "nothing was written", columns ?? DEFAULT_COLUMNS)}\n`);
    return 2;
  }
  const objects = guardObjects({ exempt, createWithImage: createWithImage === "refuse" ? "refuse" : "allow" });
  const format = options.format as Format;
  if (folder === undefined) {
    out(await formatObjects(objects, format));
  } else {
    const { written, removed } = await writeFolder(folder, "guard", objects, format);
    error(`${written} objects written to ${folder}${removed > 0 ? `, ${removed} old files removed` : ""}\n`);
  }
  return 0;
}

function checkExempt(exempt: readonly string[]): readonly Problem[] {
  return exempt
    .filter((user) => user.trim() === "")
    .map(() => errorAt("--exempt", "is blank.", "write a user name, or leave the option out"));
}

function checkCreateWithImage(value: string): readonly Problem[] {
  if (value === "allow" || value === "refuse") {
    return [];
  }
  return [errorAt("--create-with-image", `cannot be \`${value}\`.`, "write `allow` or `refuse`")];
}
