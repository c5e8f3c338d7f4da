import type { Hardware } from "@ironworks/core";
import { OperationStop, RunningOperation } from "@ironworks/driver";
import { afterEach, describe, expect, it } from "vitest";
import type { Node } from "../api/node.js";
import { Endpoint } from "../endpoint.js";
import { type Answer, discovery, fault, ScriptedServer, type Seen } from "../testing/scriptedServer.js";
import { HostOperation } from "./hostOperation.js";
import { ensurePort, inventorySource, requireBootMac } from "./inspection.js";
import { NodeHandle } from "./nodeHandle.js";

let server: ScriptedServer | undefined;
let endpoint: Endpoint | undefined;
afterEach(async () => {
  endpoint?.client.close();
  await server?.stop();
});

async function handleOn(answer: (seen: Seen) => Answer): Promise<NodeHandle> {
  server = await new ScriptedServer((seen) => (seen.url === "/" ? discovery("1.115") : answer(seen))).start();
  endpoint = new Endpoint({ endpoint: server.endpoint });
  const context = { signal: new AbortController().signal, report: () => undefined };
  const operation = new HostOperation(endpoint, new RunningOperation("node-0", context, endpoint.clock));
  return new NodeHandle(operation, { uuid: "ours" } as Node);
}

const MAC = "02:1a:b0:00:00:01";

describe("ensurePort", () => {
  const taken =
    (holder: string) =>
    (seen: Seen): Answer =>
      seen.method === "POST"
        ? fault(409, `A port with MAC address ${MAC} already exists.`)
        : { status: 200, body: { ports: [{ uuid: "p", address: MAC, node_uuid: holder }] } };

  it("creates the port, in lower case", async () => {
    const handle = await handleOn(() => ({ status: 201, body: {} }));
    await ensurePort(handle, MAC.toUpperCase());
    expect(JSON.parse(server?.calls[0]?.body ?? "")).toEqual({ node_uuid: "ours", address: MAC, pxe_enabled: true });
  });

  it("is content with a port that is ours already", async () => {
    await expect(ensurePort(await handleOn(taken("ours")), MAC)).resolves.toBeUndefined();
  });

  it("refuses a MAC of another node, by name", async () => {
    const error = await ensurePort(await handleOn(taken("theirs")), MAC).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OperationStop);
    expect(String(error)).toContain(`the MAC ${MAC} belongs to another node (theirs)`);
  });
});

describe("requireBootMac", () => {
  const hardware = { nics: [{ name: "eno1", mac: MAC }] } as unknown as Hardware;

  it("finds the MAC in any spelling, and asks nothing where there is none", async () => {
    const handle = await handleOn(() => ({ status: 500 }));
    expect(() => requireBootMac(handle, hardware, MAC.toUpperCase())).not.toThrow();
    expect(() => requireBootMac(handle, hardware, undefined)).not.toThrow();
  });

  it("refuses another server, listing its NICs", async () => {
    const handle = await handleOn(() => ({ status: 500 }));
    expect(() => requireBootMac(handle, hardware, "02:00:00:00:00:99")).toThrow(`its NICs: ${MAC} (eno1)`);
    expect(() => requireBootMac(handle, { ...hardware, nics: [] }, MAC)).toThrow("its NICs: none");
  });
});

describe("inventorySource", () => {
  it("distinguishes the ramdisk's inventory from the BMC's", () => {
    const common = { interfaces: [], cpu: {}, disks: [{ name: "sda", size: 1 }], memory: {} };
    expect(
      inventorySource({ inventory: { ...common, hostname: "localhost", bmc_address: "10.0.0.5" }, plugin_data: {} }),
    ).toBe("agent");
    expect(inventorySource({ inventory: { ...common, system_vendor: {} }, plugin_data: {} })).toBe("redfish");
  });
});
