export { createProgram } from "./program.js";
export { type Output, runProgram, USAGE_ERROR } from "./runProgram.js";
