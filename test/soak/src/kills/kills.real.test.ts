import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { disturb } from "./disturb.js";
import type { Draw } from "./draw.js";
import { Fleet } from "./fleet.js";
import { killLine, report, soakKills } from "./soakKills.js";

const HOSTS = 2;
/** Each is five or six runs of the engine; one that does not end by itself is found by the site's own limit. */
const LIMIT_MS = 900_000;
const REMOVED = { host: "remove", machine: "deprovision" } as const;
const LEFT = { host: "detach", machine: "detach" } as const;

/** One for each way in which a run can be cut off, where most is at stake. A quiet run between two of them costs time. */
const FIXED: readonly Draw[] = [
  {
    phase: "install",
    target: 0,
    blow: "kill engine",
    moment: { clock: "change", count: 1, of: "POST /v1/nodes", passage: "unanswered" },
    recovery: "up",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "reinstall",
    target: 0,
    blow: "kill engine and provider",
    moment: { clock: "change", count: 1, of: "PUT rebuild", passage: "late" },
    recovery: "up --refresh",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "reinstall",
    target: 1,
    blow: "kill provider",
    moment: { clock: "lab line", count: 1, of: "write_image", passage: "open" },
    recovery: "refresh",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "reinstall",
    target: 0,
    blow: "kill Ironic",
    moment: { clock: "lab line", count: 1, of: "write_image", passage: "open" },
    recovery: "up",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "reinstall",
    target: 1,
    blow: "second ^C",
    moment: { clock: "change", count: 1, of: "PUT rebuild", passage: "unanswered" },
    recovery: "up",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "reinstall",
    target: 0,
    blow: "machine's disk full",
    moment: { clock: "change", count: 1, of: "PUT rebuild", passage: "open" },
    recovery: "up",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "destroy",
    target: 0,
    blow: "kill engine",
    moment: { clock: "change", count: 1, of: "PUT deleted", passage: "unanswered" },
    recovery: "destroy",
    onDestroy: [REMOVED, LEFT],
  },
  {
    phase: "reinstall",
    target: 1,
    blow: "BMC away",
    moment: { clock: "change", count: 1, of: "PUT rebuild", passage: "open" },
    recovery: "up",
    onDestroy: [REMOVED, LEFT],
  },
];

describe("a run that is cut off: nothing is written twice, and the next runs converge", () => {
  let fleet: Fleet | undefined;
  afterAll(() => fleet?.stop());

  it.each(FIXED.map((drawn, at) => ({ drawn, at, name: `${drawn.blow} while it runs ${drawn.phase}` })))(
    "$name",
    async ({ drawn, at }) => {
      fleet ??= await Fleet.start(HOSTS);
      const outcome = await disturb(fleet, drawn, `fixed-${at}`);
      const kill = { number: at, drawn, outcome, missed: 0 };
      console.log(killLine(kill));
      const folder = fleet.lab.logs;
      if (!outcome.settled) {
        await fleet.stop();
        fleet = undefined;
      }
      expect(outcome.violations, report(kill, 0, folder)).toEqual([]);
      expect(outcome.hit).toBe(true);
    },
    LIMIT_MS,
  );
});

it(
  "a moment that nobody has seen before",
  async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`pnpm soak --kills 1 --seed ${seed}`);
    const keep = await mkdtemp(join(tmpdir(), "ironworks-soak-kept-"));
    const [kill] = await soakKills({ kills: 1, seed, hosts: HOSTS, keep, log: (line) => console.log(line) });
    expect(kill?.outcome.violations).toEqual([]);
  },
  LIMIT_MS,
);
