import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnosis, diagnose, diagnoseMaintenance } from "@ironworks/core";
import { FAULT_LABELS, type SaidIn } from "./faultLabels.js";
import type { Comparison, ConformancePart } from "./part.js";

/** One recorded answer of a real Ironic to a fault that was provoked. */
interface RecordedFault {
  readonly id: string;
  readonly ironicVersion: string;
  readonly state: string | null;
  readonly fault?: string | undefined;
  readonly last_error: string | null;
  readonly maintenance_reason?: string | undefined;
  /** What Ironic itself says is wrong with the node; absent where a person set maintenance. */
  readonly nodeFault?: string | undefined;
}

/** Every recorded answer is diagnosed as its label says; no text lacks a label, and no label its text. */
export const faultDiagnosesPart: ConformancePart = {
  name: "fault-diagnoses",
  run(dataFolder: string): readonly Comparison[] {
    const recorded: readonly RecordedFault[] = JSON.parse(
      readFileSync(join(dataFolder, "corpus", "fault_corpus.json"), "utf8"),
    );
    const said = recorded.flatMap((fault) =>
      diagnoses(fault).map(([saidIn, diagnosis]) => ({ fault, saidIn, diagnosis })),
    );
    const unused = FAULT_LABELS.filter(
      ([experiment, saidIn]) => !said.some((one) => one.fault.id === experiment && one.saidIn === saidIn),
    );
    return [
      ...said.map(({ fault, saidIn, diagnosis }) => compare(fault, saidIn, diagnosis)),
      ...unused.map(([experiment, saidIn]) => ({
        name: `label of ${experiment}, ${saidIn}`,
        ok: false,
        difference: "nothing of it is recorded",
      })),
    ];
  },
};

function compare(fault: RecordedFault, saidIn: SaidIn, { id, failureClass }: Diagnosis): Comparison {
  const name = `${fault.ironicVersion}: ${fault.id}, ${saidIn}`;
  const label = FAULT_LABELS.find(([experiment, where]) => experiment === fault.id && where === saidIn);
  const wanted = label === undefined ? "no label" : `${label[2]} (${label[3]})`;
  const got = `${id} (${failureClass})`;
  return wanted === got ? { name, ok: true } : { name, ok: false, difference: `label ${wanted}, diagnosed ${got}` };
}

function diagnoses(fault: RecordedFault): readonly (readonly [SaidIn, Diagnosis])[] {
  const { state, fault: answer, last_error, maintenance_reason, nodeFault } = fault;
  const found: (readonly [SaidIn, Diagnosis])[] = [];
  if (answer) {
    found.push(["fault", diagnose(answer)]);
  }
  if (last_error) {
    found.push(["last_error", diagnose(last_error, state ?? undefined)]);
  }
  if (maintenance_reason) {
    found.push(["maintenance_reason", diagnoseMaintenance(maintenance_reason, nodeFault)]);
  }
  if (found.length === 0 && state?.endsWith(" failed")) {
    found.push(["none", diagnose(last_error, state)]);
  }
  return found;
}
