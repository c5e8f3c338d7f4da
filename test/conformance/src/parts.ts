import { crdPart } from "./crds.js";
import { kindVerdictsPart } from "./kindVerdicts.js";
import type { ConformancePart } from "./part.js";

/** Everything that is compared with upstream's data, in the order of the output. */
export const parts: readonly ConformancePart[] = [crdPart, kindVerdictsPart];
