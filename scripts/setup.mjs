/**
 * What `npm run demo` and `npm test` run first: `node scripts/setup.mjs demo|test`. Needs nothing but Node.
 * A second run finds everything there.
 */
import { join } from "node:path";
import { build } from "./setup/build.mjs";
import { cacheFolder } from "./setup/cacheFolder.mjs";
import { SetupFailure } from "./setup/failure.mjs";
import { installPackages, preparePnpm } from "./setup/install.mjs";
import { lock } from "./setup/lock.mjs";
import { prepareNpmFolder } from "./setup/npmFolder.mjs";
import { root } from "./setup/root.mjs";
import { step } from "./setup/step.mjs";
import { bold, dim, duration, red, say } from "./setup/terminal.mjs";
import { checkMachine } from "./setup/versions.mjs";

const built = (...path) => import(join(root, ...path, "dist", "index.js"));

const steps = [
  { title: "pnpm", usually: "5 to 15 s", work: preparePnpm },
  { title: "packages from the frozen lock file", usually: "10 to 60 s", work: installPackages },
  { title: "build", usually: "10 to 40 s", work: build },
  {
    title: "Ironic and the BMC emulators from PyPI",
    usually: "1 to 3 min",
    work: async (context) => (await built("packages", "lab")).prepareLab(context),
  },
  {
    title: "Ironic 29.0.6, the oldest that is tested",
    usually: "5 to 20 s",
    only: "test",
    work: async (context) => (await built("packages", "lab")).prepareLab({ ...context, ironicVersion: "29.0.6" }),
  },
  {
    title: "Pulumi engine",
    usually: "4 to 8 min where it must be built",
    work: async (context) => (await built("test", "engine")).prepareEngine(context),
  },
  {
    title: "Kubernetes API server",
    usually: "4 to 5 min where it must be built",
    only: "test",
    work: async (context) => (await built("packages", "lab")).prepareCluster(context),
  },
  {
    title: "Node 24 with the newest Pulumi SDK, to test with",
    usually: "10 to 40 s",
    only: "test",
    work: (context) =>
      prepareNpmFolder(join(root, "test", "packaging", "node24"), {
        ...context,
        what: "Node 24 and the newest Pulumi SDK",
      }),
  },
];

async function setUp(command, signal) {
  const started = Date.now();
  checkMachine();
  process.env.HOME ||= (await import("node:os")).userInfo().homedir;
  say(`${bold("Set-up")} ${dim(`· cache: ${cacheFolder()}`)}`);
  for (const name of [root, cacheFolder()]) {
    await lock(name, { signal, onWait: () => say("another set-up is at work; waits until it has ended", "  ") });
  }
  for (const { only, work, ...texts } of steps) {
    if (only && only !== command) {
      continue;
    }
    await step(texts, (log) => work({ log, signal }));
    signal.throwIfAborted();
  }
  say(`${bold("Set-up ready")} ${dim(`after ${duration(Date.now() - started)}`)}\n`);
}

function main() {
  const command = process.argv[2];
  if (command !== "demo" && command !== "test") {
    process.stderr.write("usage: node scripts/setup.mjs demo|test\n");
    process.exit(2);
  }
  const stop = new AbortController();
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
    process.on(signal, () => {
      if (stop.signal.aborted) {
        process.exit(code);
      }
      process.exitCode = code;
      stop.abort(new SetupFailure("stopped", "nothing half made was left: run the same command again to go on"));
    });
  }
  setUp(command, stop.signal).then(
    () => process.exit(),
    (error) => {
      const failure = stop.signal.aborted ? stop.signal.reason : error;
      say(red(failure.message), "  ");
      if (failure.next) {
        say(`${bold("next:")} ${failure.next}.`, "  ");
      }
      if (!(failure instanceof SetupFailure)) {
        process.stdout.write(`${failure.stack}\n`);
      }
      process.exit(process.exitCode || 1);
    },
  );
}

main();
