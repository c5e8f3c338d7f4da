import { Lab } from "@ironworks/lab";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "./index.js";
import { ironic } from "./testing/ironicByHand.js";
import { StackUnderTest, textOf } from "./testing/stackUnderTest.js";

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  stack = await StackUnderTest.create(lab, "recovery", async () => undefined);
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

interface Wishes {
  readonly password?: string;
  readonly machine?: boolean;
  readonly customTimeouts?: pulumi.CustomTimeouts;
}

function program({ password, machine, customTimeouts }: Wishes): pulumi.automation.PulumiFn {
  return async () => {
    const [{ bmc, bootMACAddress, disks }] = lab.hosts;
    const [image] = lab.images;
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso) });
    const given = password === undefined ? bmc : { ...bmc, password };
    const host = new BareMetalHost(
      "node-0",
      { route, bmc: given, bootMACAddress },
      customTimeouts && { customTimeouts },
    );
    if (!machine) {
      return;
    }
    new ProvisionedMachine("web-0", {
      host,
      image: InstanceImage.url(image.url, { checksum: image.checksum }),
      rootDeviceHints: { serialNumber: disks[0]?.serial },
    });
  };
}

const writes = (): string[] => lab.ledger().flatMap(({ kind, disk }) => (kind === "write" ? [`${disk}`] : []));

describe("what fails is stored, says why, and goes on in the next run", () => {
  it("a wrong BMC password: the host is kept, and the right one fixes it without a second node", async () => {
    stack.program = program({ password: "not-the-password" });
    const failed = await stack.up();
    expect(failed.failed).toBe(true);
    const text = textOf(failed);
    expect(text).toMatch(/node-0 error: .*`node-0`: verify failed/s);
    for (const part of ["class credential", "disks touched: none", "next: "]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("not-the-password");
    const kept = await stack.entry("node-0");
    expect(kept.initErrors).toHaveLength(1);
    expect(await stack.automation.checkpoint()).not.toContain("not-the-password");

    stack.program = program({});
    const fixed = await stack.up();
    expect(fixed.failed, textOf(fixed)).toBe(false);
    expect(fixed.changes).toEqual({ "node-0": "update" });
    const entry = await stack.entry("node-0");
    expect(entry.id).toBe(kept.id);
    expect(entry.initErrors).toBeUndefined();
    expect(entry.outputs).toMatchObject({ provisionState: "available", observed: "present" });
    expect(await ironic(lab, "GET", "/v1/nodes")).toMatchObject({ nodes: [{ uuid: kept.id }] });
    expect(writes()).toEqual([]);
  });

  it("an image that is not there: the machine is kept, and installed when it is", async () => {
    await lab.faults.on("image-404");
    stack.program = program({ machine: true });
    const failed = await stack.up();
    expect(failed.failed).toBe(true);
    expect(textOf(failed)).toMatch(/web-0 error: .*`web-0`: deploy failed.*next: /s);
    expect((await stack.entry("web-0")).initErrors).toHaveLength(1);
    await lab.faults.off("image-404");

    const fixed = await stack.up();
    expect(fixed.failed, textOf(fixed)).toBe(false);
    expect(fixed.changes).toEqual({ "web-0": "update" });
    const disk = lab.hosts[0].disks[0];
    expect(await disk?.startsWith(lab.images[0].file)).toBe(true);
    expect(new Set(writes())).toEqual(new Set([disk?.name]));
    expect((await stack.up()).changes).toEqual({});
  });

  it("customTimeouts is answered with the inputs that count", async () => {
    stack.program = program({ machine: true, customTimeouts: { create: "1h" } });
    const run = await stack.preview();
    expect(run.changes).toEqual({});
    expect(run.lines).toContainEqual({
      resource: "node-0",
      severity: "warning",
      text: expect.stringContaining("`customTimeouts` has no effect here. next: set the input `timeouts` instead"),
    });
  });
});

describe("a host that another stack manages", () => {
  let other: StackUnderTest;
  beforeAll(async () => {
    other = await StackUnderTest.create(lab, "other", async () => undefined);
  });
  afterAll(() => other?.automation.dispose());

  it("can be looked up, also in a preview, and nothing of it is kept", async () => {
    const [{ bmc, bootMACAddress, memoryGiB }] = lab.hosts;
    const { id } = await stack.entry("node-0");
    const mutations = () => lab.requests().filter(({ by, method }) => by === "client" && method !== "GET").length;
    const before = mutations();
    other.program = async () => {
      const route = ironicApi("lab", { endpoint: lab.endpoint });
      const found = [
        BareMetalHost.get("by-uuid", { route, nodeUuid: id }),
        BareMetalHost.get("by-mac", { route, bootMACAddress }),
        BareMetalHost.get("by-bmc", { route, bmcAddress: bmc.address }),
      ];
      return {
        uuids: found.map(({ nodeUuid }) => nodeUuid),
        memoryGiB: found[0]?.hardware.apply((hardware) => hardware?.memoryGiB),
        owner: found[0]?.owner,
      };
    };
    const preview = await other.preview();
    expect(preview.failed, textOf(preview)).toBe(false);
    const run = await other.up();
    expect(run.failed, textOf(run)).toBe(false);
    expect(await other.output("uuids")).toEqual([id, id, id]);
    expect(await other.output("memoryGiB")).toBe(memoryGiB);
    expect(await other.output("owner")).toBe("organization/bare-metal/recovery");
    expect(mutations()).toBe(before);
  });

  it("takes no machine of this stack", async () => {
    other.program = async () => {
      const route = ironicApi("lab", { endpoint: lab.endpoint });
      const [image] = lab.images;
      new ProvisionedMachine("web-0", {
        host: BareMetalHost.get("theirs", { route, bootMACAddress: lab.hosts[0].bootMACAddress }),
        image: InstanceImage.url(image.url, { checksum: image.checksum }),
        rootDisk: (disks) => disks.only({ serial: lab.hosts[0].disks[0]?.serial }),
      });
    };
    const run = await other.preview();
    expect(run.failed).toBe(true);
    expect(textOf(run)).toContain("`host` belongs to another stack, `organization/bare-metal/recovery`.");
  });

  it("is not taken over: the owner is named, and nothing is written", async () => {
    const before = writes().length;
    other.program = program({});
    const run = await other.up();
    expect(run.failed).toBe(true);
    expect(textOf(run)).toContain("organization/bare-metal/recovery");
    expect(writes()).toHaveLength(before);
  });

  it("mistakes of a program stop it with one error before anything is registered", async () => {
    other.program = async () => {
      const route = ironicApi("lab", { endpoint: lab.endpoint });
      const bmc = { username: "admin", password: "sesame" };
      new BareMetalHost("a", { route, bmc: { ...bmc, address: "redfsh://10.0.1.2" } });
      new BareMetalHost("b", { route, bmc: { ...bmc, address: pulumi.output("ipmi://10.0.1.3") } });
      new BareMetalHost("c", {
        route,
        bmc: { ...bmc, address: "ipmi://10.0.1.3" },
        bootMACAddress: "02:00:00:00:00:01",
      });
    };
    const run = await other.preview();
    expect(run.failed).toBe(true);
    expect(run.changes).toEqual({});
    const errors = run.lines.filter(({ severity }) => severity === "error");
    // The Automation API repeats what the program said as the reason why it failed.
    const said = errors.filter(({ text }) => !text.includes("One or more errors occurred"));
    expect(said.map(({ text }) => text.split("\n")[0])).toEqual(["4 problems; nothing was sent [INVALID_INPUT]:"]);
    for (const where of ["`a: bmc.address`", "`b: bootMACAddress`", "`c: bmc.address`"]) {
      expect(textOf(run)).toContain(where);
    }
    expect(textOf(run)).not.toContain("sesame");
    // The same process runs a good program next.
    other.program = async () => undefined;
    expect((await other.preview()).failed).toBe(false);
  });
});

it("a node that Ironic lost is not gone: refresh says so, and the next up takes host and machine as they are", async () => {
  const { id } = await stack.entry("node-0");
  const deeds = lab.ledger();
  stack.program = program({ machine: true });
  await ironic(lab, "PATCH", `/v1/nodes/${id}`, [{ op: "replace", path: "/protected", value: false }]);
  await ironic(lab, "PUT", `/v1/nodes/${id}/maintenance`);
  await ironic(lab, "DELETE", `/v1/nodes/${id}`);
  const refreshed = await stack.refresh();
  expect(refreshed.failed, textOf(refreshed)).toBe(false);
  for (const name of ["node-0", "web-0"]) {
    expect((await stack.entry(name)).outputs).toMatchObject({ observed: "lost" });
  }
  expect((await stack.preview()).changes).toEqual({ "node-0": "update", "web-0": "update" });
  const run = await stack.up();
  expect(run.failed, textOf(run)).toBe(false);
  expect((await stack.entry("web-0")).outputs).toMatchObject({ observed: "present", provisionState: "active" });
  expect((await stack.preview()).changes).toEqual({});
  expect(lab.ledger()).toEqual(deeds);
});
