// The command, for programs that run it in their own process.

export { createProgram } from "./program.js";
export { type Output, runProgram, USAGE_ERROR } from "./runProgram.js";
