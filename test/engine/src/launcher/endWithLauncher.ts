/**
 * Loaded into a program before its own code. The launcher holds the other end of this pipe and loses it
 * however it dies, killed by the kernel included.
 */
import { Socket } from "node:net";

/** Where the launcher puts the pipe among the program's files. */
const PIPE = 3;

new Socket({ fd: PIPE })
  .on("close", () => process.exit(1))
  .resume()
  .unref();
