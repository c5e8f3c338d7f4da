import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import { allRegistered, BareMetalHost, InstanceImage, ironicApi, ProvisionedMachine } from "../index.js";
import { sampleHardware } from "../testing/fakeDriver.js";

const route = ironicApi("site-a", { endpoint: "https://10.0.20.99:6385" });
const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: `sha256:${"a".repeat(64)}` });
const registered: string[] = [];

beforeAll(async () => {
  const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
    registered.push(name);
    return { id: name, state: { ...inputs, hardware: sampleHardware } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "site", "dev", false);
});

function host(name: string, mac = "00:35:30:2a:ad:48", address = "redfish://10.0.1.2/redfish/v1/Systems/1") {
  return new BareMetalHost(name, {
    route,
    bmc: { address, username: "admin", password: "hunter2" },
    bootMACAddress: mac,
  });
}

it("mistakes of several resources are one rejection, and nothing is registered", async () => {
  host("node-0", "00:35");
  host("node-1", "00:36", "ipmi://10.0.1.3");
  const error = await allRegistered().catch((caught: unknown) => caught);
  expect(String(error)).toMatch(/2 problems; nothing was sent \[INVALID_INPUT\]:/);
  expect(registered).toEqual([]);
});

it("what was wrong is not held against the next test, nor are its names and servers", async () => {
  host("node-0");
  await allRegistered();
  host("node-0");
  await allRegistered();
  expect(registered).toEqual(["node-0", "node-0"]);
});

it("a function that chooses no disk is a rejection too", async () => {
  new ProvisionedMachine("web-0", { host: host("node-0"), image, rootDisk: (disks) => disks.only({ serial: "none" }) });
  await expect(allRegistered()).rejects.toThrow("`web-0: rootDisk` chose no disk of host `node-0`");
});

it("`import` says what to do in its place", async () => {
  const opts = { import: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11" };
  const bmc = { address: "ipmi://10.0.1.3", username: "admin", password: "hunter2" };
  const imported = new BareMetalHost("node-0", { route, bmc }, opts);
  new ProvisionedMachine("web-0", { host: imported, image, rootDeviceHints: { serialNumber: "1" } }, opts);
  const error = await allRegistered().catch((caught: unknown) => caught);
  for (const name of ["node-0", "web-0"]) {
    expect(String(error)).toMatch(
      new RegExp(`\`${name}: import\` cannot be used: .* next: leave \`import\` out; declaring`),
    );
  }
});

it("a mistake that nobody asks for is one rejection", () => {
  const program = `
    const rejections = [];
    process.on("unhandledRejection", (error) => rejections.push(error.message));
    const pulumi = require("@pulumi/pulumi");
    const { BareMetalHost, ironicApi } = require(${JSON.stringify(join(__dirname, "../../dist/index.js"))});
    const mocks = { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) };
    pulumi.runtime.setMocks(mocks, "site", "dev", false).then(() => {
      const route = ironicApi("site-a", { endpoint: "https://10.0.20.99:6385" });
      for (const name of ["a", "b", "c"]) {
        new BareMetalHost(name, { route, bmc: { address: "nowhere:" + name, username: "u", password: "p" } });
      }
    });
    process.on("exit", () => console.log(JSON.stringify(rejections)));`;
  const run = spawnSync(process.execPath, ["-e", program], { encoding: "utf8", cwd: __dirname });
  const rejections = JSON.parse(run.stdout) as string[];
  expect(rejections).toEqual([expect.stringMatching(/^3 problems; nothing was sent/)]);
});

it("settings of the stack that are wrong are among the mistakes, each by its key", async () => {
  pulumi.runtime.setAllConfig({
    "ironworks:maxDestructive": "a few",
    "ironworks:fleetSize": "many",
    "ironworks:owner": "a b",
  });
  try {
    host("node-0", "00:35");
    const error = await allRegistered().catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/4 problems; nothing was sent \[INVALID_INPUT\]:/);
    expect(String(error)).toContain(
      "`ironworks:maxDestructive` is not a number of hosts, nor a share of them. next: write",
    );
    expect(String(error)).toContain("`ironworks:owner` is not a name for a stack. next: write");
  } finally {
    pulumi.runtime.setAllConfig({});
  }
});
