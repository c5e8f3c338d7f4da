/** Required before a program: says on standard error what CPU time its process took. */
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(process.stderr.fd, `cpu ${user + system}\n`);
});
