import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Declared, declare } from "./testing/renamedServer.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

const HOSTS = 4;

let lab: Lab;
let stack: StackUnderTest;
const others: StackUnderTest[] = [];

/** Each with its machine. */
const servers = () =>
  lab.hosts.map((server, at): { server: typeof server; declared: Declared } => ({
    server,
    declared: { host: `node-${at}`, machine: `web-${at}` },
  }));
const deeds = () => lab.ledger().filter(({ kind }) => kind !== "boot");
const everything = (operation: string): Record<string, string> =>
  Object.fromEntries(servers().flatMap((_, at) => [`node-${at}`, `web-${at}`].map((name) => [name, operation])));
const secrets = <T extends object>(value: T): string =>
  JSON.stringify(value).replace(/"(?:cipher|plain)text":"[^"]*"/g, "");

function succeeded(run: Run): Run {
  expect(run.failed, textOf(run)).toBe(false);
  return run;
}

async function another(name: string, project?: string): Promise<StackUnderTest> {
  const made = await StackUnderTest.create(lab, name, declare(lab, servers()), {}, project);
  others.push(made);
  return made;
}

beforeAll(async () => {
  lab = await Lab.start({ hosts: HOSTS });
  stack = await StackUnderTest.create(lab, "fleet", declare(lab, servers()));
  succeeded(await stack.up());
}, 600_000);
afterAll(async () => {
  await Promise.all([stack, ...others].map((each) => each?.automation.dispose()));
  await lab?.stop();
});

describe("what is lost is not gone: no server is written to or switched, and the next run goes on", () => {
  let installed: readonly unknown[];
  it("Ironic's database: a refresh says so of each host and machine, and forgets none", async () => {
    installed = deeds();
    await lab.loseDatabase();
    succeeded(await stack.refresh());
    for (const name of Object.keys(everything(""))) {
      expect((await stack.entry(name)).outputs).toMatchObject({ observed: "lost" });
    }
    expect(deeds()).toEqual(installed);
  });

  it("and the next `up` enrols each host again as it is, and adopts each machine", async () => {
    expect(succeeded(await stack.up()).changes).toEqual(everything("update"));
    expect(deeds()).toEqual(installed);
  });

  it("after which nothing is left to do", async () => {
    expect(succeeded(await stack.up({ refresh: true })).changes).toEqual({});
    for (const name of Object.keys(everything(""))) {
      expect((await stack.entry(name)).outputs).toMatchObject({ observed: "present", provisionState: "active" });
    }
    expect(deeds()).toEqual(installed);
  });

  it("both servers' state, exchanged: neither is touched, both are named, and the right state goes on", async () => {
    const before = deeds();
    const right = await stack.automation.stack.exportStack();
    const swapped = structuredClone(right);
    const entries: { urn: string; id: string; outputs: object }[] = swapped.deployment.resources;
    const entry = (name: string) => entries.find(({ urn }) => urn.endsWith(`::${name}`)) ?? expect.fail(name);
    for (const [one, other] of [
      [entry("node-0"), entry("node-1")],
      [entry("web-0"), entry("web-1")],
    ] as const) {
      [one.id, other.id, one.outputs, other.outputs] = [other.id, one.id, other.outputs, one.outputs];
    }
    await stack.automation.stack.importStack(swapped);
    const run = await stack.up({ continueOnError: true });
    expect(run.failed).toBe(true);
    for (const name of ["node-0", "node-1"]) {
      const said = run.lines.filter(({ resource, severity }) => resource === name && severity === "error");
      expect(said.map(({ text }) => text).join("\n")).toContain(name === "node-0" ? "`node-0`" : "`node-1`");
    }
    expect(deeds()).toEqual(before);
    await stack.automation.stack.importStack(right);
    expect(succeeded(await stack.up({ refresh: true })).changes).toEqual({});
    expect(deeds()).toEqual(before);
  });

  it("the backend: a state that is exported and imported elsewhere holds every server", async () => {
    const before = deeds();
    const elsewhere = await another("fleet");
    await elsewhere.automation.stack.importStack(await stack.automation.stack.exportStack());
    expect(succeeded(await elsewhere.preview()).changes).toEqual({});
    expect(succeeded(await elsewhere.up({ refresh: true })).changes).toEqual({});
    expect(deeds()).toEqual(before);
  });

  it("the names of project and stack: the owner is written anew", async () => {
    const before = deeds();
    const renamed = await another("racks", "data-centre");
    const state = JSON.stringify(await stack.automation.stack.exportStack());
    await renamed.automation.stack.importStack(
      JSON.parse(state.replaceAll("urn:pulumi:fleet::bare-metal::", "urn:pulumi:racks::data-centre::")),
    );
    expect(succeeded(await renamed.up()).changes).toEqual(everything("update"));
    expect(succeeded(await renamed.up({ refresh: true })).changes).toEqual({});
    expect(deeds()).toEqual(before);
    // The old one holds nothing any more, and says which input would have it back.
    const late = await stack.destroy();
    expect(textOf(succeeded(late))).toContain("nothing was touched: another stack has it");
    expect(deeds()).toEqual(before);
    stack = renamed;
  });

  it("Pulumi's state: the same program attaches to what is its own", async () => {
    const before = deeds();
    const again = await another("racks", "data-centre");
    const known = await Promise.all(Object.keys(everything("")).map((name) => stack.entry(name)));
    expect(succeeded(await again.up()).changes).toEqual(everything("create"));
    for (const { urn, id } of known) {
      expect((await again.entry(urn.slice(urn.lastIndexOf("::") + 2))).id).toBe(id);
    }
    expect(succeeded(await again.up({ refresh: true })).changes).toEqual({});
    expect(deeds()).toEqual(before);

    // The first state turns up again: it holds nothing, and one word has everything back.
    const late = await stack.up({ refresh: true });
    expect(secrets(late)).not.toContain("reinstall");
    expect(deeds()).toEqual(before);
    const owner = "organization/data-centre/racks";
    stack.program = declare(
      lab,
      servers().map(({ server, declared }) => ({ server, declared: { ...declared, takeFrom: owner } })),
    );
    succeeded(await stack.up());
    expect(succeeded(await stack.preview()).changes).toEqual({});
    expect(deeds()).toEqual(before);
  });
});
