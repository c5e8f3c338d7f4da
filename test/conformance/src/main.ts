import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { PARTS } from "./parts.js";

/** Exit code for arguments that make no sense. */
const BAD_INPUT = 2;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { data: { type: "string" }, part: { type: "string", multiple: true } } });
  const known = PARTS.map((part) => part.name);
  const wanted = values.part ?? known;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (values.data === undefined || unknown.length > 0 || !existsSync(values.data)) {
    const fault = unknown.length > 0 ? `no part ${unknown.join(", ")}` : `no data folder ${values.data ?? ""}`;
    process.stderr.write(
      `conformance: ${fault}\nusage: pnpm conformance --data <folder> [--part ${known.join("|")}]…\n`,
    );
    return BAD_INPUT;
  }
  let passed = 0;
  let failed = 0;
  for (const part of PARTS.filter(({ name }) => wanted.includes(name))) {
    const comparisons = await part.run(resolve(values.data));
    const wrong = comparisons.filter(({ ok }) => !ok);
    for (const { name, difference } of wrong) {
      process.stdout.write(`${part.name}: ${name}\n${indent(difference ?? "")}\n`);
    }
    process.stdout.write(`${part.name}: ${comparisons.length - wrong.length} of ${comparisons.length} equal\n`);
    passed += comparisons.length - wrong.length;
    failed += wrong.length;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`conformance: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
