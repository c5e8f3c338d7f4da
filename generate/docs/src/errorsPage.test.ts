import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES, FAILURES, STACK_FAILURES } from "@ironworks/core";
import { FAULTS } from "@ironworks/lab";
import { expect, it } from "vitest";
import { ERRORS_PAGE, errorsPage } from "./errorsPage.js";

const root = join(__dirname, "../../..");

function read(...path: string[]): string {
  return readFileSync(join(root, ...path), "utf8");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = ""]) => found);
}

/** Sources without their tests. */
function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /^[^.]+\.ts$/.test(name) && !name.startsWith("testing/"))
    .map((name) => join(folder, name));
}

/** Codes as the sources write them. */
function codes(): Set<string> {
  const operations = readdirSync(join(root, "providers/ironic/src/operations")).filter((name) =>
    /^[^.]+\.ts$/.test(name),
  );
  const classes = /export type FailureClass =([^;]*);/.exec(read("packages/core/src/driver/operationError.ts"))?.[1];
  return new Set([
    ...matches(read("packages/lab/src/error.ts"), /"(LAB_[A-Z_]+)"/g),
    ...matches(read("providers/ironic/src/api/ironicError.ts"), /"(IRONIC_[A-Z_]+)"/g),
    ...operations.flatMap((name) => matches(read("providers/ironic/src/operations", name), /code: "([A-Z_]+)"/g)),
    ...sourcesBelow("packages/driver/src").flatMap((file) => matches(read(file), /code: "([A-Z_]+)"/g)),
    ...matches(classes ?? "", /"([a-z]+)"/g).map((name) => `OPERATION_${name.toUpperCase()}`),
    ...matches(read("packages/lab/src/cluster/clusterError.ts"), /"(LAB_[A-Z_]+)"/g),
    ...sourcesBelow("packages/pulumi/src").flatMap((file) => matches(read(file), /\[([A-Z]+_[A-Z_]+)\]/g)),
    "CLUSTER_UNAVAILABLE",
    "INVALID_INPUT",
    "DISK_CHOICE",
    "UNKNOWN_KIND",
    "ENGINE",
  ]);
}

it("the table has every code of the sources, and no other", () => {
  expect(ERROR_CODES.map(({ code }) => code).sort()).toEqual([...codes()].sort());
});

it("the page is that of the table; `pnpm pages` writes it anew", () => {
  expect(read(ERRORS_PAGE)).toBe(errorsPage(ERROR_CODES, FAILURES, STACK_FAILURES));
});

it("docs/lab.md has every fault of the lab, and no other", () => {
  const section = /## Faults\n([^#]*)/.exec(read("docs/lab.md"))?.[1] ?? "";
  const names = matches(section, /`((?:bmc|agent|image|conductor|database|disk|node)-[a-z0-9-]+)`/g);
  expect(names.sort()).toEqual(Object.keys(FAULTS).sort());
});
