import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { allRegistered, BareMetalHost, ironicApi } from "./index.js";

/** What is tested; in a project it has a file of its own. */
function rack(servers: readonly { readonly name: string; readonly bmc: string; readonly mac: string }[]) {
  const route = ironicApi("site-a", { endpoint: "https://10.0.20.99:6385" });
  return servers.map(
    ({ name, bmc, mac }) =>
      new BareMetalHost(name, {
        route,
        bmc: { address: bmc, username: "admin", password: "from a secret" },
        bootMACAddress: mac,
      }),
  );
}

/** What a resource answers with, by its type: its inputs, and what only a run brings. */
const answers: Record<string, object> = {
  "pulumi-nodejs:ironworks:BareMetalHost": { hardware: { memoryGiB: 64, storage: [], nics: [] } },
};
const registered = new Map<string, Record<string, unknown>>();

beforeEach(async () => {
  registered.clear();
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
    registered.set(name, inputs);
    return { id: `${name}-id`, state: { ...inputs, ...answers[type] } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "site", "dev", false);
});

const node0 = { name: "node-0", bmc: "redfish://10.0.1.2/redfish/v1/Systems/1", mac: "00:35:30:2a:ad:48" };

it("declares a host for each server", async () => {
  const [host] = rack([node0]);
  await allRegistered();
  expect([...registered.keys()]).toEqual(["node-0"]);
  expect(registered.get("node-0")).toMatchObject({ bootMACAddress: node0.mac, route: { name: "site-a" } });
  expect(await new Promise((resolve) => host?.hardware.memoryGiB.apply(resolve))).toBe(64);
});

it("refuses an address that is wrong", async () => {
  rack([{ ...node0, bmc: "redfsh://10.0.1.2/redfish/v1/Systems/1" }]);
  await expect(allRegistered()).rejects.toThrow("`node-0: bmc.address` has the unknown scheme `redfsh`");
  expect(registered.size).toBe(0);
});
