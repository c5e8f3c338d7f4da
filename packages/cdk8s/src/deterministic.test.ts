import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deterministicApp } from "./testing/deterministicApp.js";

const program = join(__dirname, "testing", "deterministicApp.ts");
const tsx = createRequire(program).resolve("tsx");

/** What a new process prints. */
function printed(environment: Readonly<Record<string, string>>): string {
  const node = ["--conditions=@ironworks/source", "--import", tsx, program];
  return execFileSync(process.execPath, node, {
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
}

it("gives the same bytes in a new process, whatever the order of keys, the locale and the time zone", {
  timeout: 60_000,
}, () => {
  const here = deterministicApp().synthYaml();
  expect(here.length).toBeGreaterThan(100_000);
  const elsewhere = printed({ ORDER: "backwards", TZ: "Pacific/Chatham", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" });
  expect(elsewhere === here).toBe(true);
  expect(printed({ TZ: "UTC", LC_ALL: "C", LANG: "C" }) === here).toBe(true);
});
