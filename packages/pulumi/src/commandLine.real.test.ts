import type { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLineProject, type CommandResult } from "./testing/commandLineProject.js";
import { ironic } from "./testing/ironicByHand.js";
import { oneHostProject } from "./testing/oneHostProject.js";

const PROGRAM = `
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const route = ironicApi("lab", { endpoint: config.require("endpoint"), ramdisk: IpaImage.iso(config.require("ramdisk")) });
const bmc = config.requireObject("bmc");
const host = new BareMetalHost("node-0", {
  route,
  bmc: { ...bmc, password: config.requireSecret("bmcPassword") },
  bootMACAddress: config.require("mac"),
});
const machine = new ProvisionedMachine("web-0", {
  host,
  image: InstanceImage.url(config.require("image"), { checksum: config.require("checksum") }),
  rootDisk: (disks) => disks.only({ serial: config.require("serial") }),
  userData: config.getSecret("userData"),
  reinstall: { allow: config.getBoolean("allow") ?? false },
});
exports.disks = host.hardware.storage.length;
exports.installedOn = machine.rootDisk.serial;
if (config.getBoolean("mistakes")) {
  new BareMetalHost("twin", { route, bmc: { ...bmc, password: "sesame" }, bootMACAddress: "00:35" });
}
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

const writes = (): number => lab.ledger().filter(({ kind }) => kind === "write" || kind === "erase").length;
const clientRequests = (): number => lab.requests().filter(({ by }) => by === "client").length;
const clientChanges = (): number =>
  lab.requests().filter(({ by, method }) => by === "client" && method !== "GET").length;

/** Of the only node; undefined before it is there. */
async function provisionState(): Promise<unknown> {
  const { nodes } = await ironic(lab, "GET", "/v1/nodes");
  return (nodes as readonly Record<string, unknown>[])[0]?.provision_state;
}

describe(`the pulumi command line (${CommandLineProject.languageHost})`, () => {
  it("pulumi preview shows mistakes in one error, and a good program without touching anything", async () => {
    await project.pulumi("config", "set", "mistakes", "true");
    const bad = await project.pulumi("preview");
    expect(bad.code).not.toBe(0);
    const diagnostics = bad.output.slice(bad.output.indexOf("Diagnostics:"));
    expect(diagnostics).toMatch(
      /^Diagnostics:\n +pulumi:pulumi:Stack \(site-dev\):\n +error: 3 problems; nothing was sent \[INVALID_INPUT\]:\n/,
    );
    expect(diagnostics.match(/error:/g)).toHaveLength(1);
    expect(bad.output).toContain("`twin: bootMACAddress`");
    expect(bad.output).toContain("`twin: bmc.address` is the BMC of `node-0` too");
    expect(bad.output).not.toContain("sesame");
    await project.pulumi("config", "rm", "mistakes");

    const good = await project.pulumi("preview");
    expect(good.code, good.output).toBe(0);
    expect(good.output).toMatch(
      /ProvisionedMachine \(web-0\):\n +warning: will write `image` to a disk of host `node-0` that is not known until the host is inspected/,
    );
    const said = [...diagnosticsOf(await project.pulumi("preview", "--json"))];
    expect(said.sort(([one = ""], [other = ""]) => one.localeCompare(other))).toEqual([
      ["node-0", "warning", expect.stringContaining("will power on and boot the deploy ramdisk on host `node-0`")],
      ["web-0", "warning", expect.stringContaining("will write `image` to a disk of host `node-0`")],
    ]);
    expect(clientRequests()).toBe(0);
  });

  it("an engine that is killed takes its provider with it, and the next up goes on", async () => {
    await lab.faults.on("agent-silent");
    const up = project.start("up", "--yes", "--skip-preview");
    // Where it would only wait: nothing that changes anything is on its way.
    await until(async () => (await provisionState()) === "inspect wait");
    expect(project.providers()).toHaveLength(1);
    const before = clientChanges();
    up.kill("SIGKILL");
    await until(() => project.providers().length === 0);
    expect(clientChanges()).toBe(before);
    await lab.faults.off("agent-silent");
    expect(await project.pulumi("cancel", "--yes")).toMatchObject({ code: 0 });
  });

  it("pulumi up installs with progress in the resource's own row", async () => {
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
    expect(output).toMatch(
      /ironworks:BareMetalHost node-0 creating \(\d+s\) inspect \d+s\/~5m · with the deploy ramdisk/,
    );
    expect(output).toMatch(
      /ironworks:ProvisionedMachine web-0 creating \(\d+s\) install on nvme0n1 0s\/~10m · nvme0n1 \(serial N0-/,
    );
    expect(output).toMatch(/installedOn *: "N0-/);
    const diagnostics = output.slice(output.indexOf("Diagnostics:"), output.indexOf("Outputs:"));
    expect(diagnostics).toMatch(/^ {2}pulumi:pulumi:Stack \(site-dev\):\n(?: .*\n)* {4}1 registered · 1 installed$/m);
    expect(diagnostics).not.toMatch(/available, |active, /);
    expect(await lab.hosts[0].disks[0]?.startsWith(lab.images[0].file)).toBe(true);
  });

  it("a refused reinstall is one sentence under the resource", async () => {
    await project.secret("userData", "#cloud-config\n# sesame\n");
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { code, output } = await project.pulumi(...command);
      expect(code).not.toBe(0);
      expect(output).not.toMatch(/sesame|\n +at /);
      const diagnostics = output.slice(output.indexOf("Diagnostics:"));
      expect(diagnostics).toMatch(
        /ProvisionedMachine \(web-0\):\n +error: `web-0` on host `node-0`: `userData` changed/,
      );
      expect(diagnostics.match(/`userData` changed/g), output).toHaveLength(1);
      expect(diagnostics.match(/\[REINSTALL_REFUSED\]/g), output).toHaveLength(1);
      expect(diagnostics.match(/stopped; the reason is shown with the resource/g), output).toHaveLength(1);
    }
    await project.pulumi("config", "rm", "userData");
  });

  it("a reinstall that is allowed is a warning under the resource, in the preview and in its JSON", async () => {
    await project.secret("userData", "#cloud-config\n# sesame\n");
    await project.pulumi("config", "set", "allow", "true");
    const before = writes();
    const { code, output } = await project.pulumi("preview");
    expect(code, output).toBe(0);
    const warning =
      /will erase nvme0n1 \(serial N0-\S+, \d+ GiB\) of host `node-0` and install anew: `userData` changed/;
    expect(output).toMatch(new RegExp(`ProvisionedMachine \\(web-0\\):\\n +warning: ${warning.source}\\n`));
    expect(output).not.toContain("sesame");
    expect(diagnosticsOf(await project.pulumi("preview", "--json"))).toEqual([
      ["web-0", "warning", expect.stringMatching(warning)],
    ]);
    expect(writes()).toBe(before);
    await project.pulumi("config", "rm", "userData");
    expect(diagnosticsOf(await project.pulumi("preview", "--json"))).toEqual([]);
  });

  it("pulumi destroy leaves the disks as they are", async () => {
    const before = writes();
    const { code, output } = await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(code, output).toBe(0);
    expect(writes()).toBe(before);
    expect(await lab.hosts[0].disks[0]?.startsWith(lab.images[0].file)).toBe(true);
  });
});

/** Resource, severity and text of each of the diagnostics in `preview --json`. */
function diagnosticsOf({ code, output }: CommandResult): readonly string[][] {
  expect(code, output).toBe(0);
  const { diagnostics = [] } = JSON.parse(output) as {
    readonly diagnostics?: readonly { readonly urn?: string; readonly severity: string; readonly message: string }[];
  };
  return diagnostics.map(({ urn = "", severity, message }) => [urn.split("::").at(-1) ?? "", severity, message.trim()]);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the condition did not come true in 40 s");
}
