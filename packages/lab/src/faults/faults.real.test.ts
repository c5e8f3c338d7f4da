import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LabHost } from "../host/labHost.js";
import { Lab } from "../lab.js";
import { PlainIronic } from "../plainIronic.testkit.js";

/** How a TCP connection to a BMC goes within the time. */
function connection(host: LabHost, milliseconds: number): Promise<"open" | "silent" | "no answer" | string> {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(new URL(host.bmc.address.split("+")[1] ?? "").port), host: "127.0.0.1" });
    let open = false;
    const end = (result: string) => {
      socket.destroy();
      resolve(result);
    };
    socket.on("connect", () => {
      open = true;
      // A TLS server answers the first bytes of anything with an alert.
      socket.write("GET / HTTP/1.1\r\n\r\n");
    });
    socket.on("data", () => end("open"));
    socket.on("close", () => end(open ? "open" : "closed"));
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
    setTimeout(() => end(open ? "silent" : "no answer"), milliseconds);
  });
}

describe("faults through the real Ironic", () => {
  let lab: Lab;
  let ironic: PlainIronic;
  const nodes = new Map<string, string>();
  const uuid = (name: string) => nodes.get(name) ?? expect.fail(`${name} is not enrolled`);
  const events = async (name: string) => (await ironic.history(uuid(name))).join("\n");

  const startDeploy = async (name: string) => {
    const [image] = lab.images;
    const hints = { serial: `s== ${lab.host(name).disks[0]?.serial}` };
    await ironic.patch(uuid(name), "/instance_info", ironic.instance(image, hints));
    await ironic.verb(uuid(name), "active");
  };
  const deployFails = async (name: string) => {
    await startDeploy(name);
    await ironic.until(uuid(name), "deploy failed");
  };

  beforeAll(async () => {
    lab = await Lab.start({ hosts: 5, ironic: { timeouts: { deploySeconds: 15 } } });
    ironic = new PlainIronic(lab);
    await Promise.all(
      lab.hosts.map(async (host) => {
        const node = await ironic.enrol(host);
        nodes.set(host.name, node);
        await ironic.go(node, "manage", "manageable");
        await ironic.go(node, "provide", "available");
      }),
    );
  });
  afterEach(async () => {
    for (const { name, host } of lab.faults.active()) {
      await lab.faults.off(name, { host });
    }
    expect(lab.faults.active()).toEqual([]);
  });
  afterAll(() => lab?.stop());

  it("of a BMC's network are seen by whoever connects, and go away", async () => {
    const [host, other] = lab.hosts;
    const seen: Record<string, string> = { well: await connection(host, 2_000) };
    for (const fault of ["bmc-refused", "bmc-hanging", "bmc-unreachable"]) {
      await lab.faults.on(fault, { host: host.name });
      seen[fault] = await connection(host, 1_000);
    }
    expect(await connection(other ?? expect.fail(), 2_000)).toBe("open");
    await lab.faults.off("bmc-unreachable", { host: host.name });
    seen["well again"] = await connection(host, 2_000);
    expect(seen).toEqual({
      well: "open",
      "bmc-refused": "ECONNREFUSED",
      "bmc-hanging": "silent",
      "bmc-unreachable": "no answer",
      "well again": "open",
    });
    await lab.faults.on("bmc-slow", { host: host.name, delayMs: 700 });
    expect(await connection(host, 500)).toBe("silent");
  });

  it("bmc-wrong-password: Ironic is told 401, until it goes off", async () => {
    const host = lab.host("node-0");
    await lab.faults.on("bmc-wrong-password", { host: host.name });
    await ironic.verb(uuid(host.name), "manage");
    await ironic.until(uuid(host.name), "manageable");
    await ironic.call("DELETE", `/v1/nodes/${uuid(host.name)}`);
    const again = await ironic.enrol(host);
    nodes.set(host.name, again);
    await ironic.verb(again, "manage");
    await sleep(500);
    const refused = await ironic.until(again, "enroll");
    expect(refused.last_error).toContain("401");
    await lab.faults.off("bmc-wrong-password");
    await ironic.go(again, "manage", "manageable");
    await ironic.go(again, "provide", "available");
  });

  it("of ramdisks and images fail installs, each in its own words", async () => {
    await lab.faults.on("agent-step-fails", { host: "node-0", message: "disk is on fire" });
    await lab.faults.on("image-wrong-checksum", { host: "node-1" });
    await lab.faults.on("image-404", { host: "node-2" });
    await lab.faults.on("agent-silent", { host: "node-3" });
    await lab.faults.on("agent-dies", { host: "node-4" });
    await Promise.all([...nodes.keys()].map(deployFails));
    expect(await events("node-0")).toContain("disk is on fire");
    expect(await events("node-1")).toContain("Image failed to verify against checksum");
    expect(await events("node-2")).toMatch(/Download of image \S+ failed: Received status code 404/);
    expect(await events("node-3")).toContain("Timeout reached while waiting for callback");
    expect(await events("node-4")).toContain("Timeout reached while waiting for callback");
    const writes = lab.ledger().filter((entry) => entry.kind === "write");
    expect(writes.map((entry) => entry.host)).toEqual(["node-1"]);
  });

  it("image-404 for all hosts is seen by Ironic itself", async () => {
    await lab.faults.on("image-404");
    await ironic.verb(uuid("node-3"), "active");
    await ironic.until(uuid("node-3"), "deploy failed");
    expect(await events("node-3")).toMatch(/Validation of image href \S+ failed/);
  });

  it("agent-hangs: heartbeats go on and the install never ends", async () => {
    await lab.faults.on("agent-hangs", { host: "node-4" });
    await startDeploy("node-4");
    await ironic.until(uuid("node-4"), "wait call-back");
    const beats = () => lab.requests().filter((entry) => entry.path === `/v1/heartbeat/${uuid("node-4")}`).length;
    await expect.poll(() => lab.power("node-4"), { timeout: 20_000 }).toBe("on");
    const before = beats();
    await expect.poll(beats, { timeout: 15_000 }).toBeGreaterThan(before + 3);
    expect((await ironic.node(uuid("node-4"))).provision_state).toBe("wait call-back");
    await ironic.verb(uuid("node-4"), "abort");
    await ironic.until(uuid("node-4"), "deploy failed");
  });

  it("conductor-killed while an image is slowly written: callers are refused, and the install goes on after", async () => {
    await lab.faults.on("image-slow", { host: "node-1", bytesPerSecond: 3 * 2 ** 20 });
    await startDeploy("node-1");
    const writing = () => lab.ledger().filter((entry) => entry.kind === "write" && entry.host === "node-1").length;
    await expect.poll(writing, { timeout: 30_000 }).toBe(2);
    await lab.faults.on("conductor-killed");
    await expect(fetch(lab.endpoint)).rejects.toThrow();
    await lab.faults.off("conductor-killed");
    await ironic.until(uuid("node-1"), "active");
    expect(await lab.host("node-1").disks[0]?.startsWith(lab.images[0].file)).toBe(true);
    expect(writing()).toBe(2);
  });
});
