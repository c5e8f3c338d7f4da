import type { HostState, MachineSpec, MachineState } from "@ironworks/core";
import { Lab, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IronicClient } from "./api/client.js";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, driverOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";

let lab: Lab;
let driver: IronicDriver;
let client: IronicClient;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 6 });
  driver = driverOf(lab);
  client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
});
afterAll(async () => {
  client?.close();
  driver?.close();
  await lab?.stop();
});

/** A machine that runs `images[0]`, with what the test needs to look at it. */
interface Installed {
  readonly labHost: LabHost;
  readonly host: HostState;
  readonly machine: MachineState;
  request(spec?: Partial<MachineSpec>): ReturnType<typeof machineRequest>;
  /** Disks that were written or erased, in order. */
  writes(): readonly (string | undefined)[];
  runsFirstImage(): Promise<boolean>;
}

async function installed(index: number): Promise<Installed> {
  const labHost = lab.hosts[index] ?? expect.fail(`no host ${index}`);
  const disk = labHost.disks[0] ?? expect.fail("no disk");
  const host = await driver.createHost(hostRequest(labHost), contextOf());
  const request = (spec: Partial<MachineSpec> = {}) =>
    machineRequest(host, disk, { image: imageOf(lab.images[0]), ...spec });
  const machine = await driver.createMachine(request(), contextOf());
  return {
    labHost,
    host,
    machine,
    request,
    writes: () =>
      lab
        .ledger()
        .filter(({ kind, host: name }) => (kind === "write" || kind === "erase") && name === labHost.name)
        .map((entry) => entry.disk),
    runsFirstImage: () => disk.startsWith(lab.images[0].file),
  };
}

const second = () => imageOf(lab.images[1]);
const missing = () => imageOf(lab.images[1], `${lab.images[1].url}.missing.raw`);
const allow = { reinstall: { allow: true } };

/** A reinstall that Ironic fails before anything is written; what the caller would store of it. */
async function failBeforeWriting({ request, machine }: Installed): Promise<MachineState> {
  const failure = await failureOf(driver.updateMachine(request({ image: missing(), ...allow }), machine, contextOf()));
  expect(failure.failure).toMatchObject({ phase: "deploy", failureClass: "image", disksTouched: [] });
  return machineOf(failure.failure.partial);
}

/** Somebody else asks Ironic for a rebuild, which fails before anything is written. */
async function rebuildByHand({ labHost, host }: Installed): Promise<void> {
  await lab.faults.on("image-404", { host: labHost.name });
  await client.patchNode(host.nodeUuid, [{ op: "replace", path: "/protected", value: false }]);
  await client.provision(host.nodeUuid, "rebuild");
  for (;;) {
    const { provision_state: state, reservation } = await client.node(host.nodeUuid);
    if (state === "deploy failed" && reservation === null) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await lab.faults.off("image-404", { host: labHost.name });
}

function machineOf(state: HostState | MachineState | undefined): MachineState {
  return state && "machineId" in state ? state : expect.fail("no machine was kept");
}

// Each has its own host, so they run side by side.
describe.concurrent("a reinstall that failed, on a real Ironic", () => {
  it("before writing, and taken back: the machine comes back, and its disk is not written", async () => {
    const own = await installed(0);
    const wrote = own.writes();
    const failed = await failBeforeWriting(own);
    expect(failed).toMatchObject({ provisionState: "deploy failed", installed: { intact: "yes" } });
    expect(failed.installed).toMatchObject(own.machine.installed ?? {});
    expect((await driver.readMachine(failed, contextOf())).installed).toEqual(failed.installed);

    // Another image is a reinstall, and needs leave as ever.
    const other = await failureOf(driver.updateMachine(own.request({ image: second() }), failed, contextOf()));
    expect(other.message).toContain("`image` changed, which only a reinstall applies");
    expect(own.writes()).toEqual(wrote);

    const back = await driver.updateMachine(own.request(), machineOf(other.failure.partial), contextOf());
    expect(back).toMatchObject({ provisionState: "active", powerState: "on" });
    expect(back.instanceUuid).toBe(own.machine.instanceUuid);
    expect(back.installed).toEqual(own.machine.installed);
    expect(own.writes()).toEqual(wrote);
    expect(await own.runsFirstImage()).toBe(true);

    // And is like any other installed machine.
    const again = await driver.updateMachine(own.request({ image: second(), ...allow }), back, contextOf());
    expect(again.installed?.imageChecksum).toBe(lab.images[1].checksum);
    expect(own.writes()).toHaveLength(wrote.length + 2);
  });

  it("before writing, and even what is installed cannot be asked for: still intact, and back when it can", async () => {
    const own = await installed(1);
    const wrote = own.writes();
    const failed = await failBeforeWriting(own);
    const gone = imageOf(lab.images[0], `${lab.images[0].url}.missing.raw`);
    const stuck = await failureOf(driver.updateMachine(own.request({ image: gone }), failed, contextOf()));
    expect(stuck.failure).toMatchObject({ phase: "deploy", disksTouched: [] });
    const kept = machineOf(stuck.failure.partial);
    expect(kept.installed?.intact).toBe("yes");

    // The state is lost as well: the code that comes back attaches to the machine, and still nothing is written.
    const back = await driver.createMachine(own.request(), contextOf());
    expect(back).toMatchObject({ provisionState: "active", installed: own.machine.installed });
    expect(back.incarnation).not.toBe(own.machine.incarnation);
    expect(own.writes()).toEqual(wrote);
    expect(await own.runsFirstImage()).toBe(true);
  });

  it("by somebody else: nothing is written without leave, and the error says what is on the disk", async () => {
    const own = await installed(2);
    const wrote = own.writes();
    await rebuildByHand(own);
    const refused = await failureOf(
      driver.updateMachine(own.request({ onDestroy: "deprovision" }), own.machine, contextOf()),
    );
    expect(refused.message).toContain(`${own.labHost.disks[0]?.serial}`);
    expect(refused.message).toContain(lab.images[0].checksum);
    expect(refused.message).toContain("not known to be intact");
    expect(refused.message).toContain("`reinstall: { allow: true }`");
    expect(refused.failure.disksTouched).toEqual([]);
    expect(own.writes()).toEqual(wrote);

    // Leave to reinstall was given for a change of the program; a preview that knew of no failure announced none.
    const unannounced = await failureOf(
      driver.updateMachine(own.request({ onDestroy: "deprovision", ...allow }), own.machine, contextOf()),
    );
    expect(unannounced.message).toContain("the preview did not announce that it will be erased");
    expect(machineOf(unannounced.failure.partial).installed?.intact).toBe("unknown");
    expect(own.writes()).toEqual(wrote);

    const read = await driver.readMachine(own.machine, contextOf());
    expect(read).toMatchObject({ provisionState: "deploy failed", installed: { intact: "unknown" } });
    expect((await failureOf(driver.updateMachine(own.request(), read, contextOf()))).message).toContain("intact");
    expect(own.writes()).toEqual(wrote);

    const anew = await driver.updateMachine(own.request({ rebuild: "2026-11" }), read, contextOf());
    expect(anew.provisionState).toBe("active");
    expect(anew.installed?.intact).toBeUndefined();
    expect(own.writes()).toHaveLength(wrote.length + 2);
  });

  it("by somebody else, and the state is lost: attached to and not written; `reinstall` then lets the next run write", async () => {
    const own = await installed(3);
    const wrote = own.writes();
    await rebuildByHand(own);
    const refused = await failureOf(driver.createMachine(own.request(), contextOf()));
    expect(refused.message).toContain("not known to be intact");
    expect(own.writes()).toEqual(wrote);
    const taken = machineOf(refused.failure.partial);
    expect(taken).toMatchObject({ instanceUuid: own.machine.instanceUuid, installed: { intact: "unknown" } });

    const other = await failureOf(driver.createMachine(own.request({ image: second() }), contextOf()));
    expect(other.message).toContain("differs from the program (image)");
    expect(own.writes()).toEqual(wrote);

    const anew = await driver.updateMachine(own.request(allow), machineOf(other.failure.partial), contextOf());
    expect(anew.provisionState).toBe("active");
    expect(own.writes()).toHaveLength(wrote.length + 2);
    expect(await own.runsFirstImage()).toBe(true);
  });

  it("in the middle of writing: not intact, so what was there before is written only with leave", async () => {
    const own = await installed(4);
    await lab.faults.on("image-wrong-checksum", { host: own.labHost.name });
    const failure = await failureOf(
      driver.updateMachine(own.request({ image: second(), ...allow }), own.machine, contextOf()),
    );
    await lab.faults.off("image-wrong-checksum", { host: own.labHost.name });
    expect(failure.failure.disksTouched).toHaveLength(1);
    const failed = machineOf(failure.failure.partial);
    expect(failed.installed?.intact).toBe("unknown");
    const wrote = own.writes();

    const refused = await failureOf(driver.updateMachine(own.request(), failed, contextOf()));
    expect(refused.message).toContain("not known to be intact");
    // A later failure that touches nothing does not make it whole.
    const again = await failBeforeWriting({ ...own, machine: machineOf(refused.failure.partial) });
    expect(again.installed?.intact).toBe("unknown");
    expect(own.writes()).toEqual(wrote);

    const anew = await driver.updateMachine(own.request(allow), again, contextOf());
    expect(anew).toMatchObject({ provisionState: "active", installed: own.machine.installed });
    expect(own.writes()).toHaveLength(wrote.length + 2);
    expect(await own.runsFirstImage()).toBe(true);
  });

  it("before writing, and the run that brings it back is cut off: the next one goes on, and nothing is written", async () => {
    const own = await installed(5);
    const wrote = own.writes();
    const failed = await failBeforeWriting(own);
    const abort = new AbortController();
    const rebuilds = () =>
      lab
        .requests()
        .filter(({ by, method, path }) => by === "client" && method === "PUT" && path.includes(own.host.nodeUuid))
        .length;
    const before = rebuilds();
    const cut = failureOf(driver.updateMachine(own.request(), failed, contextOf(undefined, abort.signal)));
    while (rebuilds() === before) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    abort.abort();
    const { failure } = await cut;
    expect(failure).toMatchObject({ failureClass: "cancelled", disksTouched: [] });
    const back = await driver.updateMachine(own.request(), machineOf(failure.partial), contextOf());
    expect(back).toMatchObject({ provisionState: "active", installed: own.machine.installed });
    expect(own.writes()).toEqual(wrote);
  });
});
