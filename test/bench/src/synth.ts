/**
 * `pnpm bench:synth`: what making manifests costs, as ratios within one run, so that the machine does not matter. Ends with
 * 1 when a bound is broken.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { synthesiseStack } from "@ironworks/metal3";
import { kustomize } from "./kustomize.js";
import { growthExponent, median, timed } from "./measure.js";
import type { Taken } from "./synthChild.js";
import { cpuMilliseconds } from "./synthCpu.js";
import { WHOLE_STACK } from "./wholeStack.js";

const ROUNDS = 15;
const SIZES = [10, 100, 1_000, 10_000];

/** What may not be exceeded. */
const BOUNDS = {
  /** Whole stack, in a process that runs already, ÷ `kustomize build` of its objects. */
  inProcess: 0.1,
  /** Whole stack in a new Node, less the start of an empty one, ÷ the same. */
  newProcess: 1.5,
  /** Of time over the number of hosts. */
  exponent: 1.05,
  /** Of the process that makes 10,000 hosts. */
  megabytes: 500,
  /** CPU time of `ironworks render --format json` ÷ that of an empty Node. The goal is 2; the rest is what a loaded machine adds. */
  startUp: 2.5,
  /** The same in YAML, which a library writes (docs/decisions/0009). */
  startUpYaml: 4,
} as const;

/** What exceeds its bound. */
const BROKEN: string[] = [];

function say(what: string, value: number, digits: number, bound?: number): void {
  const verdict = bound === undefined ? "" : value <= bound ? `  (at most ${bound})` : `  MORE THAN ${bound}`;
  if (bound !== undefined && !(value <= bound)) {
    BROKEN.push(what);
  }
  console.log(`${what.padEnd(64)} ${value.toFixed(digits).padStart(9)}${verdict}`);
}

const child = join(__dirname, "synthChild.js");

function taken(what: string, size: number): Taken {
  return JSON.parse(timed(process.execPath, [child, what, String(size)]).output) as Taken;
}

async function againstKustomize(): Promise<void> {
  const binary = await kustomize((line) => console.error(line));
  const folder = mkdtempSync(join(tmpdir(), "ironworks-synth-"));
  try {
    const first = performance.now();
    const { objects, problems } = synthesiseStack(WHOLE_STACK);
    const firstTime = performance.now() - first;
    if (objects.length === 0) {
      throw new Error(JSON.stringify(problems));
    }
    const files = objects.map((object, index) => {
      writeFileSync(join(folder, `${index}.yaml`), JSON.stringify(object));
      return `${index}.yaml`;
    });
    writeFileSync(join(folder, "kustomization.yaml"), JSON.stringify({ resources: files }));
    const metal3 = JSON.stringify(require.resolve("@ironworks/metal3"));
    const spec = JSON.stringify(WHOLE_STACK);
    writeFileSync(
      join(folder, "render.cjs"),
      `process.stdout.write(JSON.stringify(require(${metal3}).synthesiseStack(${spec}).objects));`,
    );
    writeFileSync(join(folder, "empty.cjs"), "");
    const inside = (): number => {
      const started = performance.now();
      JSON.stringify(synthesiseStack(WHOLE_STACK).objects);
      return performance.now() - started;
    };
    for (let round = 0; round < ROUNDS; round++) {
      inside();
    }
    // In turns, so that what else the machine does hits all alike.
    const times = { kustomize: [] as number[], ours: [] as number[], node: [] as number[], inside: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.kustomize.push(timed(binary, ["build", folder]).milliseconds);
      times.ours.push(timed(process.execPath, [join(folder, "render.cjs")]).milliseconds);
      times.node.push(timed(process.execPath, [join(folder, "empty.cjs")]).milliseconds);
      times.inside.push(inside());
    }
    const of = (name: keyof typeof times): number => median(times[name]);
    say(`kustomize build of ${objects.length} objects, ms`, of("kustomize"), 1);
    say("whole stack in a running process, ms", of("inside"), 2);
    say("whole stack for the first time in a process, ms", firstTime, 1);
    say("whole stack in a new Node, ms", of("ours"), 1);
    say("an empty Node, ms", of("node"), 1);
    say("whole stack ÷ kustomize, in a running process", of("inside") / of("kustomize"), 3, BOUNDS.inProcess);
    say("whole stack in a new Node ÷ kustomize", of("ours") / of("kustomize"), 2);
    say("an empty Node ÷ kustomize", of("node") / of("kustomize"), 2);
    say("our part of it ÷ kustomize", (of("ours") - of("node")) / of("kustomize"), 2, BOUNDS.newProcess);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hosts(what: string): void {
  const runs = SIZES.map((size) => {
    const rounds = Array.from({ length: size > 1_000 ? 3 : 5 }, () => taken(what, size));
    const milliseconds = Math.min(...rounds.map((run) => run.milliseconds));
    return { size, milliseconds, megabytes: Math.max(...rounds.map((run) => run.megabytes)) };
  });
  for (const { size, milliseconds, megabytes } of runs) {
    say(`${size} ${what}, ms`, milliseconds, 1);
    say(`${size} ${what}, MB at most`, megabytes, 0, BOUNDS.megabytes);
  }
  // What does not grow with the hosts would hide how the rest does.
  const grown = runs.slice(1).map(({ size, milliseconds }) => [size, milliseconds] as const);
  say(`growth exponent of ${what}`, growthExponent(grown), 3, BOUNDS.exponent);
}

function generatedTypes(): void {
  const metal3 = dirname(require.resolve("@ironworks/metal3"));
  const folder = join(metal3, "kinds", "generated");
  const bytes = (extension: string): Buffer =>
    Buffer.concat(
      readdirSync(folder)
        .filter((name) => name.endsWith(extension))
        .map((name) => readFileSync(join(folder, name))),
    );
  say("generated types: JavaScript, kB", bytes(".js").length / 1e3, 1);
  say("generated types: JavaScript, gzipped, kB", gzipSync(bytes(".js")).length / 1e3, 1);
  say("generated types: declarations, kB", bytes(".d.ts").length / 1e3, 1);
  const kinds = require.resolve("@ironworks/metal3/kinds");
  const cdk8s = [require.resolve("cdk8s"), require.resolve("@ironworks/cdk8s")];
  const importOf = (modules: readonly string[]): number =>
    median(
      Array.from({ length: ROUNDS }, () => {
        const [last = "", ...before] = [...modules].reverse();
        const first = before.map((name) => `require(${JSON.stringify(name)});`).join("");
        const text = `${first}const t=performance.now();require(${JSON.stringify(last)});console.log(performance.now()-t)`;
        return Number(timed(process.execPath, ["-e", text]).output);
      }),
    );
  say("import of the kinds (types, schemas, checks), ms", importOf([kinds]), 1);
  say("import of @ironworks/core, ms", importOf([require.resolve("@ironworks/core")]), 1);
  say("import of @ironworks/metal3, ms", importOf([require.resolve("@ironworks/metal3")]), 1);
  say("import of @ironworks/cdk8s after cdk8s, ms", importOf(cdk8s), 1);
}

/** What a call of the command costs before and besides its work, as a user pays it. */
function startUp(): void {
  const cli = join(dirname(require.resolve("ironworks/package.json")), "bin", "ironworks.js");
  const render = [cli, "render", "--release", "v0.13.2", "--deploy-flags", "-b -n"];
  const measure = (what: string, args: readonly string[], bound: number): void => {
    // In pairs, so that what else the machine does hits both alike.
    const pairs = Array.from(
      { length: 2 * ROUNDS },
      () => [cpuMilliseconds(args), cpuMilliseconds(["-e", "0"])] as const,
    );
    say(`${what}, ms of CPU`, median(pairs.map(([ours]) => ours)), 1);
    say("an empty Node, ms of CPU", median(pairs.map(([, node]) => node)), 1);
    say(`${what} ÷ an empty Node, CPU time`, median(pairs.map(([ours, node]) => ours / node)), 2, bound);
  };
  measure("ironworks render --format json", [...render, "--format", "json"], BOUNDS.startUp);
  measure("ironworks render", render, BOUNDS.startUpYaml);
}

async function main(): Promise<void> {
  await againstKustomize();
  hosts("hosts by metal3");
  hosts("hosts by cdk8s");
  generatedTypes();
  startUp();
  console.log(BROKEN.length === 0 ? "every bound holds" : `bounds that are broken: ${BROKEN.join("; ")}`);
  process.exitCode = BROKEN.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
