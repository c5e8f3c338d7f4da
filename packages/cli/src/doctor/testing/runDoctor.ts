import { createProgram } from "../../program.js";
import { runProgram } from "../../runProgram.js";
import type { Finding, Status } from "../finding.js";

/** How a run ended. */
export interface DoctorRun {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The command in this process. */
export async function doctorText(...args: readonly string[]): Promise<DoctorRun> {
  let [out, error] = ["", ""];
  const output = {
    out: (text: string) => {
      out += text;
    },
    error: (text: string) => {
      error += text;
    },
    columns: 100,
  };
  const code = await runProgram(createProgram(), ["node", "ironworks", "doctor", ...args], output);
  return { code, out, error };
}

export interface DoctorFindings {
  readonly code: number;
  readonly findings: readonly Finding[];
  /** The status of each finding of a check, by subject. */
  of(check: string): Readonly<Record<string, Status>>;
  /** The only finding of a check. */
  one(check: string): Finding;
}

/** The findings of a run. */
export async function doctorFindings(...args: readonly string[]): Promise<DoctorFindings> {
  const { code, out, error } = await doctorText(...args, "--json");
  if (out === "") {
    throw new Error(error);
  }
  const { findings } = JSON.parse(out) as { findings: readonly Finding[] };
  const ofCheck = (check: string) => findings.filter((finding) => finding.check === check);
  return {
    code,
    findings,
    of: (check) => Object.fromEntries(ofCheck(check).map(({ subject, status }) => [subject, status])),
    one(check) {
      const [first, second] = ofCheck(check);
      if (first === undefined || second !== undefined) {
        throw new Error(`${ofCheck(check).length} findings of ${check}`);
      }
      return first;
    },
  };
}
