import { clusterVerdictsPart } from "./clusterVerdicts.js";
import { crdPart } from "./crds.js";
import { faultDiagnosesPart } from "./faultDiagnoses.js";
import { kindVerdictsPart } from "./kindVerdicts.js";
import type { ConformancePart } from "./part.js";
import { RULE_VERDICT_PARTS } from "./ruleVerdicts.js";
import { stackPart } from "./stacks.js";

/** Everything that is compared with upstream's data, in the order of the output. */
export const PARTS: readonly ConformancePart[] = [
  crdPart,
  kindVerdictsPart,
  ...RULE_VERDICT_PARTS,
  stackPart,
  faultDiagnosesPart,
  clusterVerdictsPart,
];
