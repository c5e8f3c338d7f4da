import { problemLine } from "@ironworks/core/problems";
import type { DocumentVerdict } from "./documentVerdicts.js";
import { subject } from "./formatVerdicts.js";

/** What was found, as commands that GitHub's runner shows at the lines of a pull request. */
export function formatAnnotations(verdicts: readonly DocumentVerdict[]): string {
  const commands = verdicts.flatMap((verdict) =>
    verdict.problems.map((problem) => {
      const { file, lineOf } = verdict.document;
      const text = problemLine({ ...problem, resource: subject(verdict, problem) });
      const place = `file=${property(file)},line=${lineOf(problem.field)}`;
      return `::${problem.severity} ${place},title=${property(problem.rule ?? "ironworks")}::${escaped(text)}\n`;
    }),
  );
  return commands.join("");
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
