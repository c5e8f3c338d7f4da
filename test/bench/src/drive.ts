import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Lab } from "@ironworks/lab";
import type { DriveOrder, DriveResult } from "./driveChild.js";
import { FakeHardware } from "./fakeHardware.js";
import { processorSeconds } from "./processorSeconds.js";
import { replay } from "./replay.js";

const ROUNDS = 4;
const DEFAULT_HOSTS = 1_000;
const COUNT_SECONDS = 60;
const MOST_WAIT_MS = 30 * 60_000;

/** What may not be exceeded. */
const BOUNDS = {
  /** Of time: through the driver ÷ the same changes without its checks. */
  ratio: 1.1,
  /** While all hosts wait for their ramdisk. */
  requestsASecond: 5,
} as const;

interface Side {
  readonly lab: Lab;
  readonly fake: FakeHardware;
  readonly url: string;
}

/** `pnpm bench:drive [hosts]`: what the driver adds to what Ironic costs, with hosts that do everything at once. */
async function main(): Promise<void> {
  const hosts = Number(process.argv[2] ?? DEFAULT_HOSTS);
  const [ours, plain] = [await side(), await side()];
  const child = new Child();
  try {
    await ratio(child, ours, plain, hosts);
    await waiting(child, ours, hosts);
  } finally {
    child.end();
    for (const { lab, fake } of [ours, plain]) {
      fake.close();
      await lab.stop();
    }
  }
}

async function side(): Promise<Side> {
  const lab = await Lab.start({ hosts: 1, ironic: { auth: "noauth" } });
  const fake = new FakeHardware(lab.endpoint);
  return { lab, fake, url: await fake.open() };
}

/** In turns on two Ironics, so that what else the machine does, and how full the databases are, hits both alike. */
async function ratio(child: Child, ours: Side, plain: Side, hosts: number): Promise<void> {
  const sums = { ours: 0, plain: 0, oursCpu: 0, plainCpu: 0, calls: 0, plainCalls: 0 };
  const each = Math.ceil(hosts / ROUNDS);
  for (let round = 0; round < ROUNDS; round++) {
    const oursBefore = processorSeconds(ours.lab.folder);
    const driven = await child.ask(installOrder(ours, round * each, each));
    sums.oursCpu += processorSeconds(ours.lab.folder) - oursBefore;
    if (driven.failures.length > 0) {
      throw new Error(driven.failures.slice(0, 5).join("\n"));
    }
    const plainBefore = processorSeconds(plain.lab.folder);
    const replayed = await replay(plain.url, ours.fake.takeMutations());
    sums.plainCpu += processorSeconds(plain.lab.folder) - plainBefore;
    sums.ours += driven.seconds;
    sums.plain += replayed.seconds;
    sums.calls += driven.calls;
    sums.plainCalls += replayed.requests;
    console.error(`round ${round + 1}: ${driven.seconds.toFixed(1)} s ÷ ${replayed.seconds.toFixed(1)} s`);
  }
  const total = each * ROUNDS;
  say(`${total} hosts of fake hardware, enrol to active, through the driver, s`, sums.ours, 1);
  say("the same changes without its checks, s", sums.plain, 1);
  say("the driver ÷ without its checks", sums.ours / sums.plain, 3, BOUNDS.ratio);
  say("the same of Ironic's processor time", sums.oursCpu / sums.plainCpu, 3);
  say("calls a host, through the driver", sums.calls / total, 2);
  say("calls a host, without its checks", sums.plainCalls / total, 2);
  say("memory of the driver's process, MiB", (await child.ask({ do: "memory" })).mebibytes, 0);
}

/** All hosts have begun to install, and wait for a ramdisk that never comes. */
async function waiting(child: Child, ours: Side, hosts: number): Promise<void> {
  ours.fake.waitsForRamdisk = true;
  const ended = child.ask(installOrder(ours, 2 * hosts, hosts)).then(({ failures }) => {
    throw new Error(`not all wait: ${failures.slice(0, 5).join("\n")}`);
  });
  await Promise.race([ended, counted(child, ours, hosts)]);
}

async function counted(child: Child, { lab, fake }: Side, hosts: number): Promise<void> {
  const deadline = Date.now() + MOST_WAIT_MS;
  while ((await inState(lab, "wait call-back")) < hosts) {
    if (Date.now() > deadline) {
      throw new Error(`only ${await inState(lab, "wait call-back")} of ${hosts} wait for their ramdisk`);
    }
    await sleep(5_000);
  }
  // The last ones still look often.
  await sleep(COUNT_SECONDS * 1000);
  const before = fake.requests;
  await sleep(COUNT_SECONDS * 1000);
  say(`requests/s while ${hosts} wait`, (fake.requests - before) / COUNT_SECONDS, 2, BOUNDS.requestsASecond);
  say("memory of the driver's process meanwhile, MiB", (await child.ask({ do: "memory" })).mebibytes, 0);
}

function installOrder({ lab, url: endpoint }: Side, first: number, hosts: number): DriveOrder {
  const [{ url, checksum }] = lab.images;
  return { do: "install", endpoint, url, checksum, first, hosts };
}

async function inState(lab: Lab, state: string): Promise<number> {
  let count = 0;
  let next: string | undefined = `/v1/nodes?provision_state=${encodeURIComponent(state)}&fields=uuid&limit=1000`;
  while (next !== undefined) {
    const answer = await fetch(new URL(next, lab.endpoint), { headers: { "X-OpenStack-Ironic-API-Version": "1.82" } });
    const page = (await answer.json()) as { readonly nodes: readonly unknown[]; readonly next?: string };
    count += page.nodes.length;
    const following = page.next && new URL(page.next);
    next = following ? `${following.pathname}${following.search}` : undefined;
  }
  return count;
}

class Child {
  readonly #process: ChildProcess = fork(join(__dirname, "driveChild.js"));

  ask(order: DriveOrder): Promise<DriveResult> {
    return new Promise((resolve, reject) => {
      const answered = ({ did, result }: { readonly did: string; readonly result: DriveResult }): void => {
        if (did === order.do) {
          this.#process.off("message", answered);
          resolve(result);
        }
      };
      this.#process.on("message", answered);
      this.#process.once("exit", (code) => reject(new Error(`the driver's process ended with ${code}`)));
      this.#process.send(order);
    });
  }

  end(): void {
    this.#process.removeAllListeners("exit");
    this.#process.kill();
  }
}

function say(what: string, value: number, digits: number, bound?: number): void {
  const broken = bound !== undefined && !(value <= bound);
  const verdict = bound === undefined ? "" : broken ? `  MORE THAN ${bound}` : `  (at most ${bound})`;
  if (broken) {
    process.exitCode = 1;
  }
  console.log(`${what.padEnd(72)} ${value.toFixed(digits).padStart(9)}${verdict}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
