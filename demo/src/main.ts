import { resolve } from "node:path";
import { findEngine } from "@ironworks/engine";
import { runDemo } from "./demo.js";
import { Terminal } from "./terminal.js";

const USAGE = `npm run demo -- [--keep]

  --keep   leave the lab running at the end, and print what to try next
`;

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((argument) => argument !== "--keep");
  if (unknown.length > 0) {
    process.stderr.write(args.includes("--help") ? USAGE : `Unknown argument \`${unknown.join(" ")}\`.\n\n${USAGE}`);
    return args.includes("--help") ? 0 : 2;
  }
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => stop.abort());
  }
  const terminal = new Terminal();
  try {
    const passed = await runDemo({
      example: resolve(__dirname, "../../examples/quickstart"),
      engine: await findEngine(),
      keep: args.includes("--keep"),
      signal: stop.signal,
      terminal,
    });
    return passed ? 0 : 1;
  } catch (error) {
    if (stop.signal.aborted) {
      terminal.line("\nStopped; everything that the demo started is gone.");
      return 130;
    }
    terminal.line(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
