import { createProgram } from "./program.js";
import { runProgram } from "./runProgram.js";

runProgram(createProgram(), process.argv).then((code) => {
  process.exitCode = code;
});
