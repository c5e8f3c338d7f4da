import type { HostState } from "@ironworks/core";
import { RunLedger } from "@ironworks/driver";
import { Lab, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IronicClient } from "./api/client.js";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, driverOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { pressPowerButton } from "./testing/powerButton.js";

let lab: Lab;
let driver: IronicDriver;
let client: IronicClient;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 8 });
  driver = driverOf(lab);
  client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
});
afterAll(async () => {
  client?.close();
  driver?.close();
  await lab?.stop();
});

const host = (index: number): LabHost => lab.hosts[index] ?? expect.fail(`no host ${index}`);
const ledgerOf = ({ name }: LabHost) => lab.ledger().filter((entry) => entry.host === name);
const writesOf = (labHost: LabHost) => ledgerOf(labHost).filter(({ kind }) => kind === "write" || kind === "erase");
const disk = (labHost: LabHost) => labHost.disks[0] ?? expect.fail("no disk");
const until = async (condition: () => boolean) => {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** The node of this host that Ironic has, by whatever uuid. */
async function enrolledAs(labHost: LabHost): Promise<readonly string[]> {
  const path = new URL(labHost.bmc.address.replace(/^[a-z-]+\+?(https?)?:/, "https:")).pathname;
  const nodes = await client.directory();
  return nodes.filter((node) => node.driver_info.redfish_system_id === path).map(({ uuid }) => uuid);
}

// Each has its own host, so they run side by side.
describe.concurrent("trouble on the way, on a real Ironic", () => {
  it("a wrong BMC password: said plainly, kept as partial, fixed by an update", async () => {
    const labHost = host(0);
    const good = hostRequest(labHost);
    const bad = hostRequest(labHost, { bmc: { ...labHost.bmc, password: "not-the-password" } });
    const failure = await failureOf(driver.createHost(bad, contextOf()));
    expect(failure.failure).toMatchObject({ phase: "verify", failureClass: "credential", disksTouched: [] });
    expect(failure.message).not.toContain("not-the-password");
    expect(failure.failure.partial).toMatchObject({ hostId: labHost.name, provisionState: "enroll" });
    const fixed = await driver.updateHost(good, failure.failure.partial as HostState, contextOf());
    expect(fixed.provisionState).toBe("available");
    expect(fixed.hardware?.storage.length).toBe(labHost.disks.length);

    const again = await failureOf(driver.updateHost(bad, fixed, contextOf()));
    expect(again.failure).toMatchObject({ phase: "verify", failureClass: "credential" });
    const asked = lab.requests().filter(({ route }) => route.endsWith("/boot_device"));
    expect(asked.length).toBeLessThanOrEqual(2);
    await driver.updateHost(good, fixed, contextOf());
  });

  it("an image that is not there: no disk touched, fixed by the next run", async () => {
    const labHost = host(6);
    const state = await driver.createHost(hostRequest(labHost), contextOf());
    const missing = imageOf(lab.images[0], `${lab.images[0].url}.missing.raw`);
    const bad = machineRequest(state, disk(labHost), { image: missing });
    const failure = await failureOf(driver.createMachine(bad, contextOf()));
    expect(failure.failure).toMatchObject({ phase: "deploy", failureClass: "image", disksTouched: [] });
    expect(failure.message).toContain("404");
    const partial = failure.failure.partial;
    if (!partial || !("machineId" in partial)) {
      return expect.fail("no machine was kept");
    }
    expect(partial.installed).toBeUndefined();
    const good = machineRequest(state, disk(labHost), { image: imageOf(lab.images[0]) });
    const fixed = await driver.updateMachine(good, partial, contextOf());
    expect(fixed).toMatchObject({ provisionState: "active", instanceUuid: partial.instanceUuid });
    expect(writesOf(labHost)).toHaveLength(2);
    expect(await disk(labHost).startsWith(lab.images[0].file)).toBe(true);
  });

  it("a failed write: the reason is said although some Ironics lose it, and the disk is named", async () => {
    const labHost = host(1);
    const state = await driver.createHost(hostRequest(labHost), contextOf());
    await lab.faults.on("image-wrong-checksum", { host: labHost.name });
    const good = machineRequest(state, disk(labHost), { image: imageOf(lab.images[0]) });
    const failure = await failureOf(driver.createMachine(good, contextOf()));
    expect(failure.failure).toMatchObject({ phase: "deploy", failureClass: "image", step: "deploy.write_image" });
    expect(failure.message).toMatch(/checksum/i);
    // Ironic 39 loses it, others keep it: what was seen on the way, or else its history, has it in any case.
    expect((await client.node(state.nodeUuid)).last_error ?? "checksum").toMatch(/checksum/i);
    expect(failure.failure.disksTouched).toEqual([disk(labHost).name.replace("/dev/", "")]);
    await lab.faults.off("image-wrong-checksum", { host: labHost.name });
    const fixed = await driver.createMachine(good, contextOf());
    expect(fixed.provisionState).toBe("active");
    expect(await disk(labHost).startsWith(lab.images[0].file)).toBe(true);
  });

  it("a node that somebody else enrolled is left alone, found by BMC and by MAC", async () => {
    const [byBmc, byMac] = [host(2), host(3)];
    const address = new URL(byBmc.bmc.address.replace(/^[a-z-]+\+?(https?)?:/, "https:"));
    const theirs = await client.createNode({
      driver: "redfish",
      name: "metal3~rack1",
      driver_info: { redfish_address: `https://${address.host}`, redfish_system_id: address.pathname },
    });
    const plain = await client.createNode({ driver: "redfish", name: "by-hand" });
    await client.createPort(plain.uuid, byMac.bootMACAddress);
    const bmc = await failureOf(driver.createHost(hostRequest(byBmc), contextOf()));
    expect(bmc.failure.failureClass).toBe("ownership");
    expect(bmc.message).toContain("node `metal3~rack1`");
    expect(bmc.message).toContain("baremetal-operator's (namespace `metal3`)");
    const mac = await failureOf(driver.createHost(hostRequest(byMac), contextOf()));
    expect(mac.message).toContain(`its MAC ${byMac.bootMACAddress} belongs to another node`);
    expect(mac.message).toContain("`by-hand`");
    expect(await enrolledAs(byBmc)).toEqual([theirs.uuid]);
    expect(await enrolledAs(byMac)).toEqual([]);
    expect([...ledgerOf(byBmc), ...ledgerOf(byMac)]).toEqual([]);
    await client.deleteNode(theirs.uuid);
    await client.deleteNode(plain.uuid);
  });

  it("a server that is powered on is refused untouched and leaves no node; `takeover` takes it", async () => {
    const labHost = host(5);
    await pressPowerButton(labHost);
    await until(() => ledgerOf(labHost).some(({ kind }) => kind === "boot"));
    const touched = ledgerOf(labHost).length;
    const refused = await failureOf(driver.createHost(hostRequest(labHost), contextOf()));
    expect(refused.code).toBe("HOST_POWERED_ON");
    expect(refused.message).toContain("`takeover: true`");
    expect(refused.failure.partial).toBeUndefined();
    expect(await enrolledAs(labHost)).toEqual([]);
    expect(ledgerOf(labHost)).toHaveLength(touched);
    const ledger = new RunLedger(() => ({ hosts: 0, text: "0" }), { limit: "the limit", allow: (n) => `allow ${n}` });
    const limited = { ...contextOf(), ledger };
    const tooMany = await failureOf(driver.createHost(hostRequest(labHost, { takeover: true }), limited));
    expect(tooMany.code).toBe("BLAST_RADIUS");
    expect(tooMany.message).toContain(`\`${labHost.name}\`: takeover, disks not known, \`takeover\` is set`);
    expect(ledgerOf(labHost)).toHaveLength(touched);
    const taken = await driver.createHost(hostRequest(labHost, { takeover: true }), contextOf());
    expect(taken.provisionState).toBe("available");
    expect(writesOf(labHost)).toEqual([]);
  });

  it("a boot MAC of another server is refused before the first power action; inspection through the BMC needs none", async () => {
    const labHost = host(4);
    const wrong = hostRequest(labHost, { bootMACAddress: "02:00:00:00:00:99" });
    const refused = await failureOf(driver.createHost(wrong, contextOf()));
    expect(refused.code).toBe("BOOT_MAC_MISMATCH");
    expect(refused.message).toContain(labHost.bootMACAddress);
    expect(ledgerOf(labHost)).toEqual([]);
    expect(await enrolledAs(labHost)).toEqual([]);

    // Inspection through the BMC alone: no power, and only an explicit serial chooses a disk.
    const state = await driver.createHost(hostRequest(labHost, { inspectionMode: "fast" }), contextOf());
    expect(state).toMatchObject({ provisionState: "available", powerState: "off" });
    expect(state.hardware?.source).toBe("redfish");
    expect(ledgerOf(labHost)).toEqual([]);
    const image = imageOf(lab.images[0]);
    const guess = machineRequest(state, disk(labHost), { image, rootDeviceHints: { minSizeGigabytes: 1 } });
    expect((await failureOf(driver.createMachine(guess, contextOf()))).failure.phase).toBe("choose-disk");
    expect(ledgerOf(labHost)).toEqual([]);
  });
});

describe("runs that are cut off, on a real Ironic", () => {
  it("Ironic killed in the middle of an install: the wait goes on, or the next run does; one host, one write at a time", async () => {
    const labHost = host(3);
    const state = await driver.createHost(hostRequest(labHost), contextOf());
    const request = machineRequest(state, disk(labHost), { image: imageOf(lab.images[0]) });
    const context = contextOf();
    await lab.faults.on("image-slow", { host: labHost.name, bytesPerSecond: 4 * 2 ** 20 });
    const running = driver.createMachine(request, context).then(
      (machine) => ({ machine }),
      (error: unknown) => ({ error }),
    );
    await until(() => writesOf(labHost).length > 0);
    await lab.faults.on("conductor-killed");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await lab.faults.off("image-slow", { host: labHost.name });
    await lab.faults.off("conductor-killed");
    const first = await running;
    const machine = "machine" in first ? first.machine : await driver.createMachine(request, contextOf());
    expect(machine.provisionState).toBe("active");
    expect(await disk(labHost).startsWith(lab.images[0].file)).toBe(true);
  });

  it("a run that is cut off resumes where it was: the install under way is waited for, not repeated", async () => {
    const labHost = host(2);
    const state = await driver.createHost(hostRequest(labHost, { takeover: true }), contextOf());
    const request = machineRequest(state, disk(labHost), { image: imageOf(lab.images[0]) });
    const abort = new AbortController();
    await lab.faults.on("image-slow", { host: labHost.name, bytesPerSecond: 4 * 2 ** 20 });
    const cut = failureOf(driver.createMachine(request, contextOf(undefined, abort.signal)));
    await until(() => writesOf(labHost).length > 0);
    abort.abort();
    const failure = await cut;
    expect(failure.failure).toMatchObject({ failureClass: "cancelled", phase: "deploy" });
    expect(failure.failure.disksTouched).toEqual([disk(labHost).name.replace("/dev/", "")]);
    const resumed = await driver.createMachine(request, contextOf());
    await lab.faults.off("image-slow", { host: labHost.name });
    expect(resumed.provisionState).toBe("active");
    expect(writesOf(labHost).map((entry) => entry.reason.split(" ")[0])).toEqual(["image", "config"]);
  });

  it("a run that is cut off in an inspection resumes it: one node, nothing written", async () => {
    const labHost = host(7);
    const abort = new AbortController();
    const context = contextOf(undefined, abort.signal);
    const cut = failureOf(driver.createHost(hostRequest(labHost), context));
    await until(() => ledgerOf(labHost).some(({ kind }) => kind === "power"));
    abort.abort();
    const failure = await cut;
    expect(failure.failure).toMatchObject({ failureClass: "cancelled", phase: "inspect", disksTouched: [] });
    const partial = failure.failure.partial ?? expect.fail("the node was not kept");
    const resumed = await driver.createHost(hostRequest(labHost), contextOf());
    expect(resumed).toMatchObject({ nodeUuid: partial.nodeUuid, provisionState: "available" });
    expect(resumed.hardware?.storage).toHaveLength(labHost.disks.length);
    expect(await enrolledAs(labHost)).toEqual([partial.nodeUuid]);
    expect(writesOf(labHost)).toEqual([]);
  });

  it("a wrong password of the endpoint is said at once", async () => {
    const labHost = host(1);
    const stranger = driverOf(lab, { credentials: { ...lab.credentials, password: "wrong-api-password" } });
    try {
      const failure = await failureOf(stranger.createHost(hostRequest(labHost), contextOf()));
      expect(failure.failure.failureClass).toBe("credential");
      expect(failure.code).toBe("IRONIC_UNAUTHORIZED");
      expect(failure.message).toContain("check the user name and the password of this endpoint");
      expect(failure.message).not.toContain("wrong-api-password");
    } finally {
      stranger.close();
    }
  });
});
