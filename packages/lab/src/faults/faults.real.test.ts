import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LabHost } from "../host/labHost.js";
import { Lab } from "../lab.js";
import { PlainIronic } from "../plainIronic.testkit.js";

/** A process that must answer may be slow on a busy machine; how long one is watched that must not. */
const ANSWER_MS = 60_000;
const SILENCE_MS = 1_000;
const WAIT = { timeout: ANSWER_MS } as const;

/**
 * How a TCP connection to a BMC goes, and after how many milliseconds. `silent`: open, and without an answer for
 * `answerMs`; `no answer`: not even open within `connectMs`.
 */
function connection(host: LabHost, connectMs: number, answerMs: number): Promise<{ result: string; ms: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ port: Number(new URL(host.bmc.address.split("+")[1] ?? "").port), host: "127.0.0.1" });
    const end = (result: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ result, ms: performance.now() - began });
    };
    let open = false;
    let timer = setTimeout(() => end("no answer"), connectMs);
    socket.on("connect", () => {
      open = true;
      clearTimeout(timer);
      timer = setTimeout(() => end("silent"), answerMs);
      // A TLS server answers the first bytes of anything with an alert.
      socket.write("GET / HTTP/1.1\r\n\r\n");
    });
    socket.on("data", () => end("answered"));
    socket.on("close", () => end(open ? "answered" : "closed"));
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
  });
}
const answer = (host: LabHost) => connection(host, ANSWER_MS, ANSWER_MS);

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
  /** Waits until Ironic waits for the ramdisk to finish a step. */
  const stepRuns = async (name: string, step: string) => {
    const runs = async () => {
      const { provision_state, deploy_step } = await ironic.until(uuid(name), "wait call-back");
      return provision_state === "wait call-back" && deploy_step?.step === step;
    };
    await expect.poll(runs, WAIT).toBe(true);
  };
  const deployFails = async (name: string) => {
    await startDeploy(name);
    await ironic.until(uuid(name), "deploy failed");
  };

  beforeAll(async () => {
    lab = await Lab.start({ hosts: 5, ironic: { timeouts: { deploySeconds: 30 } } });
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
    const on = (fault: string) => lab.faults.on(fault, { host: host.name });
    expect((await answer(host)).result).toBe("answered");
    await on("bmc-refused");
    expect((await answer(host)).result).toBe("ECONNREFUSED");
    await on("bmc-hanging");
    expect((await connection(host, ANSWER_MS, SILENCE_MS)).result).toBe("silent");
    await on("bmc-unreachable");
    expect((await connection(host, SILENCE_MS, SILENCE_MS)).result).toBe("no answer");
    expect((await answer(other ?? expect.fail())).result).toBe("answered");
    await lab.faults.off("bmc-unreachable", { host: host.name });
    expect((await answer(host)).result).toBe("answered");
  });

  it("bmc-slow: the BMC answers, and not before its time", async () => {
    const [host] = lab.hosts;
    await lab.faults.on("bmc-slow", { host: host.name, delayMs: 700 });
    const { result, ms } = await answer(host);
    expect(result).toBe("answered");
    // Timers are exact to a millisecond.
    expect(ms).toBeGreaterThanOrEqual(699);
  });

  it("bmc-wrong-password: the BMC answers Ironic with 401, until it goes off", async () => {
    const host = lab.host("node-0");
    await lab.faults.on("bmc-wrong-password", { host: host.name });
    await ironic.verb(uuid(host.name), "manage");
    await ironic.until(uuid(host.name), "manageable");
    await ironic.call("DELETE", `/v1/nodes/${uuid(host.name)}`);
    const again = await ironic.enrol(host);
    nodes.set(host.name, again);
    await ironic.verb(again, "manage");
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
    await stepRuns("node-4", "write_image");
    const beats = () => lab.requests().filter((entry) => entry.path === `/v1/heartbeat/${uuid("node-4")}`).length;
    const before = beats();
    await expect.poll(beats, WAIT).toBeGreaterThan(before + 3);
    await ironic.until(uuid("node-4"), "wait call-back");
    expect(lab.power("node-4")).toBe("on");
    expect(lab.ledger().filter((entry) => entry.kind === "write" && entry.host === "node-4")).toEqual([]);
    await ironic.verb(uuid("node-4"), "abort");
    await ironic.until(uuid("node-4"), "deploy failed");
  });

  it("conductor-killed while an image is slowly written: callers are refused, and the install goes on after", async () => {
    await lab.faults.on("image-slow", { host: "node-1", bytesPerSecond: 2 ** 20 });
    await startDeploy("node-1");
    const writing = () => lab.ledger().filter((entry) => entry.kind === "write" && entry.host === "node-1").length;
    await expect.poll(writing, WAIT).toBe(2);
    // A conductor that is killed before it has noted that the step runs fails the install as it starts again.
    await stepRuns("node-1", "write_image");
    await lab.faults.on("conductor-killed");
    await expect(fetch(lab.endpoint)).rejects.toThrow();
    await lab.faults.off("conductor-killed");
    await ironic.until(uuid("node-1"), "active");
    expect(await lab.host("node-1").disks[0]?.startsWith(lab.images[0].file)).toBe(true);
    expect(writing()).toBe(2);
  });
});
