import type { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandLineProject, CommandResult } from "./testing/commandLineProject.js";
import { ironic } from "./testing/ironicByHand.js";
import { oneHostProject } from "./testing/oneHostProject.js";

const PROGRAM = `
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const route = ironicApi("lab", { endpoint: config.require("endpoint"), ramdisk: IpaImage.iso(config.require("ramdisk")) });
const host = new BareMetalHost("node-0", {
  route,
  bmc: { ...config.requireObject("bmc"), password: config.requireSecret("bmcPassword") },
  bootMACAddress: config.require("mac"),
});
new ProvisionedMachine("web-0", {
  host,
  image: InstanceImage.url(config.require("image"), { checksum: config.require("checksum") }),
  rootDisk: (disks) => disks.only({ serial: config.require("serial") }),
});
`;

let lab: Lab;
let project: CommandLineProject;

beforeAll(async () => {
  ({ lab, project } = await oneHostProject(PROGRAM));
});
afterAll(async () => {
  await project?.dispose();
  await lab?.stop();
});

async function provisionState(): Promise<unknown> {
  const { nodes } = await ironic(lab, "GET", "/v1/nodes");
  return (nodes as readonly Record<string, unknown>[])[0]?.provision_state;
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come in 2 minutes`);
}

/** Sends the signal to Pulumi, or to the provider alone, once it waits for the resource in that state; then waits for the end. */
async function interrupted(
  signal: "SIGINT" | "SIGTERM",
  resource: string,
  state: string,
  to: "pulumi" | "provider" = "pulumi",
): Promise<CommandResult & { readonly seconds: number }> {
  const up = project.start("up", "--yes", "--skip-preview");
  const ended = project.finish(up);
  let said = "";
  up.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(`progress of ${resource}`, () => new RegExp(`${resource} \\w+ \\(\\d+s\\) .*/~`).test(said));
  await until(state, async () => (await provisionState()) === state);
  const sent = Date.now();
  if (to === "pulumi") {
    up.kill(signal);
  } else {
    for (const pid of project.providers()) {
      process.kill(pid, signal);
    }
  }
  const result = await ended;
  return { ...result, seconds: (Date.now() - sent) / 1000 };
}

const resources = async (): Promise<readonly string[]> => {
  const { output } = await project.pulumi("stack", "export");
  const { deployment } = JSON.parse(output) as {
    readonly deployment: {
      readonly resources: readonly { readonly urn: string }[];
      readonly pending_operations?: unknown;
    };
  };
  expect(deployment.pending_operations ?? []).toEqual([]);
  return deployment.resources
    .map(({ urn }) => urn.split("::").at(-1) ?? "")
    .filter((name) => /^(?:node|web)-/.test(name));
};

/** A run that waits for the server's end would take as long as the fault lasts: minutes. */
const SOON_SECONDS = 20;

describe("a run that is interrupted once", () => {
  it("SIGTERM: ends soon, keeps what exists, and says so", async () => {
    await lab.faults.on("agent-silent");
    const { code, output, seconds } = await interrupted("SIGTERM", "node-0", "inspect wait");
    expect(code).not.toBe(0);
    expect(seconds).toBeLessThan(SOON_SECONDS);
    expect(output).toContain("SIGTERM received; cancelling");
    expect(output).toMatch(/waiting was stopped.*; the server goes on by itself/);
    expect(output).toMatch(/^ +1 stopped$/m);
    expect(await resources()).toEqual(["node-0"]);
  });

  it("SIGTERM to the provider, from somebody who signals every process of a job: what exists is kept too", async () => {
    const { code, output, seconds } = await interrupted("SIGTERM", "node-0", "inspect wait", "provider");
    expect(code).not.toBe(0);
    expect(seconds).toBeLessThan(SOON_SECONDS);
    expect(output).toMatch(/waiting was stopped.*; the server goes on by itself/);
    expect(await resources()).toEqual(["node-0"]);
    await lab.faults.off("agent-silent");
  });

  it("^C: the same, and the install that the run had begun goes on without it", async () => {
    await lab.faults.on("image-slow", { bytesPerSecond: 300_000 });
    const { code, output, seconds } = await interrupted("SIGINT", "web-0", "wait call-back");
    expect(code).not.toBe(0);
    expect(seconds).toBeLessThan(SOON_SECONDS);
    expect(output).toContain("^C received; cancelling");
    expect(output).toMatch(/^ +1 registered · 1 stopped$/m);
    expect((await resources()).toSorted()).toEqual(["node-0", "web-0"]);
    await lab.faults.off("image-slow");
  });

  it("the next up waits for that install, and writes nothing twice", async () => {
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
    expect(await provisionState()).toBe("active");
    const writes = lab.ledger().filter(({ kind }) => kind === "write");
    expect(new Set(writes.map(({ disk }) => disk)).size).toBe(1);
  });
});
