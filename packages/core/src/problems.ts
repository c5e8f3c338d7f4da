// What is wrong with an input, and how it is said, for programs that need nothing else of this package.

export { IronworksError, ValidationError } from "./error.js";
export {
  errorAt,
  errorsAmong,
  type Problem,
  type ProblemSource,
  type Severity,
  warningAt,
  warningsAmong,
} from "./problem.js";
export { formatProblems, problemLine } from "./problemText.js";
export { nearestOf } from "./text.js";
