import { createProgram } from "./program.js";
import { runProgram } from "./runProgram.js";

// A reader that has seen enough, such as `head`, is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    throw error;
  }
});

runProgram(createProgram(), process.argv).then((code) => {
  process.exitCode = code;
});
