import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it, vi } from "vitest";
import type { BareMetalHostArgs } from "../host/bareMetalHostArgs.js";
import { declareHost } from "../host/hostDeclaration.js";
import { type IronicApi, ironicApi } from "../route/ironicApi.js";
import { currentProgram } from "./program.js";

// As with an engine, whose language host shows rejections.
vi.mock("../resource/isUnitTest.js", () => ({ isUnitTest: () => false }));

const args = (address: string, more: Partial<BareMetalHostArgs> = {}): BareMetalHostArgs => ({
  route: site,
  bmc: { address, username: "admin", password: "hunter2" },
  bootMACAddress: "00:35:30:2a:ad:48",
  ...more,
});
const nothing = (): undefined => undefined;
let site: IronicApi;

beforeEach(async () => {
  await pulumi.runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) });
  site = ironicApi("site-a", { endpoint: "https://10.0.20.99:6385" });
});

/** Rejections, as Pulumi sees them when it registers each resource. */
async function declareAll(...declared: Promise<void>[]): Promise<Error> {
  const results = await Promise.allSettled(declared);
  const reasons = results.map((result) => (result.status === "rejected" ? result.reason : undefined));
  // One error for all, so that Pulumi shows it once.
  expect(new Set(reasons).size).toBe(1);
  return reasons[0] as Error;
}

it("every mistake of a program comes in one error, by resource and field, with the remedy", async () => {
  const bad = ironicApi("site b", { endpoint: "10.0.20.99" });
  const error = await declareAll(
    declareHost("node-0", args("redfsh://10.0.1.2/redfish/v1/Systems/1"), nothing),
    declareHost("node-1", args("redfish://10.0.1.3/redfish/v1/Systems/1", { bootMACAddress: "00:35" }), nothing),
    declareHost("node-2", args("ipmi://10.0.1.4", { route: bad, timeouts: { inspectSeconds: -1 } }), nothing),
    declareHost("node-3", args("ipmi://10.0.1.4", { route: bad, bootMACAddress: "00:35:30:2a:ad:49" }), nothing),
  );
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  for (const line of [
    /`node-0: bmc.address` has the unknown scheme `redfsh`\. next: did you mean `redfish`\?/,
    /`node-1: bootMACAddress` .* next: /,
    /`node-2: timeouts.inspectSeconds` is not a number of seconds\. next: write a number above 0/,
    /`site b: name` is not a name for a route\. next: /,
    /`site b: endpoint` is not the address of an Ironic API\. next: write `https:\/\/<host>:6385`/,
    /`node-3: bmc.address` is the BMC of `node-2` too .* next: /,
  ]) {
    expect(error.message).toMatch(line);
  }
  // The SDK writes a prefix before the message, once for each resource.
  error.message = `error serializing property "ironworks": ${error.message}`;
  expect(error.message).toMatch(/^9 problems; nothing was sent \[INVALID_INPUT\]:\n {2}- `node-0: bmc.address`/);
  expect(error.message).not.toContain("hunter2");
  const resources = [...error.message.matchAll(/- `([^:]+):/g)].map(([, resource]) => resource);
  expect(resources.filter((resource, at) => resource !== resources[at - 1])).toEqual([
    "node-0",
    "node-1",
    "site b",
    "node-2",
    "node-3",
  ]);
});

it("a program without mistakes goes on", async () => {
  await declareHost("node-0", args("redfish://10.0.1.2/redfish/v1/Systems/1"), nothing);
});

it("what is declared later in the run is compared with what came before", async () => {
  await declareHost("node-0", args("redfish://10.0.1.2/redfish/v1/Systems/1"), nothing);
  const later = declareHost(
    "node-1",
    args("redfish://10.0.1.2/redfish/v1/Systems/1", { bootMACAddress: "00:35:30:2a:ad:49" }),
    nothing,
  );
  await expect(later).rejects.toThrow("is the BMC of `node-0` too");
  await expect(declareHost("node-2", args("ipmi://10.0.1.9"), nothing)).rejects.toThrow("node-1");
});

it("values that only the run brings are left for later", async () => {
  const later = pulumi.output(new Promise<string>(() => undefined));
  await declareHost("node-0", { ...args(""), bmc: { address: later, username: later, password: later } }, nothing);
});

it("each run has a registry of its own", async () => {
  const first = currentProgram();
  expect(currentProgram()).toBe(first);
  await declareHost("node-0", args("redfish://10.0.1.2/redfish/v1/Systems/1"), nothing);
  await pulumi.runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) });
  expect(currentProgram()).not.toBe(first);
  await declareHost("node-0", args("redfish://10.0.1.2/redfish/v1/Systems/1"), nothing);
});

it("two endpoints whose names make the same variable of the environment are refused", async () => {
  const [one, other] = ["site-a", "site_A"].map((name, at) => ironicApi(name, { endpoint: `https://10.0.20.9${at}` }));
  const error = await declareAll(
    declareHost("node-0", args("ipmi://10.0.1.2", { route: one as IronicApi }), nothing),
    declareHost(
      "node-1",
      args("ipmi://10.0.1.3", { route: other as IronicApi, bootMACAddress: "00:35:30:2a:ad:49" }),
      nothing,
    ),
  );
  expect(error.message).toContain("`site_A: name` has the same variables in the environment as `site-a`");
});

it.each([
  ["http://10.0.20.99:6385", "sesame", 1],
  ["http://10.0.20.99:6385", undefined, 0],
  ["https://10.0.20.99:6385", "sesame", 0],
  ["http://127.0.0.1:6385", "sesame", 0],
  ["http://[::1]:6385", "sesame", 0],
  ["http://localhost:6385", "sesame", 0],
])("a password over plain http is warned of, once: %s, %s", async (endpoint, password, count) => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const open = ironicApi("site-b", { endpoint, username: password && "admin", password });
  await declareHost("node-0", args("ipmi://10.0.1.2", { route: open }), nothing);
  await declareHost("node-1", args("ipmi://10.0.1.3", { route: open, bootMACAddress: "00:35:30:2a:ad:49" }), nothing);
  const said = warn.mock.calls.map(([text]) => text);
  warn.mockRestore();
  expect(said).toEqual(
    Array(count).fill(
      "`site-b: endpoint` sends its password readable over plain `http`. next: use `https`, with `caFile`",
    ),
  );
});

it("the stack's configuration is enough for the warning", async () => {
  pulumi.runtime.setConfig("ironworks:site-c.password", "sesame");
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const open = ironicApi("site-c", { endpoint: "http://10.0.20.99:6385" });
  await declareHost("node-0", args("ipmi://10.0.1.2", { route: open }), nothing);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});
