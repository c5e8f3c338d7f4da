import { type HostState, InstanceImage, type MachineState } from "@ironworks/core";
import { Lab, type LabDisk, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IronicDriver } from "./ironicDriver.js";
import {
  contextOf,
  driverOf,
  failureOf,
  hostRequest,
  imageOf,
  machineRequest,
  OWNER,
  type TestContext,
} from "./testing/labFixture.js";

/** One lab, one story: each test goes on where the last one ended. */
describe("hosts and machines from enrolment to deprovisioning, on a real Ironic", () => {
  let lab: Lab;
  let driver: IronicDriver;
  const hosts = new Map<string, HostState>();
  const machines = new Map<string, MachineState>();
  const userData = "#cloud-config\nhostname: web\n";

  beforeAll(async () => {
    lab = await Lab.start({ hosts: 2 });
    driver = driverOf(lab);
  });
  afterAll(async () => {
    driver?.close();
    await lab?.stop();
  });

  const of = <State>(states: ReadonlyMap<string, State>, { name }: LabHost): State =>
    states.get(name) ?? expect.fail(`${name} did not get this far`);
  /** Not the first one that matches by accident: the last NVMe disk. */
  const chosen = (host: LabHost): LabDisk =>
    host.disks.filter(({ type }) => type === "NVME").at(-1) ?? expect.fail("the lab's hosts have NVMe disks");
  const others = (host: LabHost): LabDisk[] => host.disks.filter((disk) => disk !== chosen(host));
  const writes = (host: LabHost) =>
    lab.ledger().filter(({ kind, host: name }) => kind === "write" && name === host.name);
  const powers = (host: LabHost) =>
    lab.ledger().filter(({ kind, host: name }) => kind === "power" && name === host.name);
  const erases = () => lab.ledger().filter(({ kind }) => kind === "erase");
  const request = (host: LabHost) =>
    machineRequest(of(hosts, host), chosen(host), { image: imageOf(lab.images[0]), userData });

  it("enrols and inspects two hosts side by side; nothing is powered before it was compared, nothing is written", async () => {
    const contexts = new Map<string, TestContext>();
    await Promise.all(
      lab.hosts.map(async (host) => {
        const context = contextOf();
        contexts.set(host.name, context);
        hosts.set(host.name, await driver.createHost(hostRequest(host), context));
      }),
    );
    for (const host of lab.hosts) {
      const state = of(hosts, host);
      expect(state).toMatchObject({
        owner: OWNER,
        hostId: host.name,
        provisionState: "available",
        observed: "present",
      });
      expect(state.bmcEndpoint).not.toContain(host.bmc.password);
      expect(state.hardware?.source).toBe("agent");
      expect(state.hardware?.cpu.count).toBe(host.cpus);
      expect(state.hardware?.storage.map(({ serial }) => serial).sort()).toEqual(
        host.disks.map(({ serial }) => serial).sort(),
      );
      expect(state.hardware?.nics.map(({ mac }) => mac)).toContain(host.bootMACAddress);
      const compared = lab
        .requests()
        .filter(({ method, path, by }) => by === "client" && method === "PATCH" && path.includes(state.nodeUuid));
      const [firstPower] = powers(host);
      expect(compared[0]?.at.localeCompare(firstPower?.at ?? "")).toBe(-1);
      const said = contexts.get(host.name)?.lines.map(({ message }) => message.replace(/ \d.*/, ""));
      expect(said).toEqual(expect.arrayContaining(["verify BMC", "compare NICs", "inspect", "provide"]));
    }
    expect(lab.ledger().filter(({ kind }) => kind === "write" || kind === "erase")).toEqual([]);
  });

  it("installs both: image and config drive on the chosen disk, every other disk as it was", async () => {
    await Promise.all(
      lab.hosts.map(async (host) => {
        machines.set(host.name, await driver.createMachine(request(host), contextOf()));
      }),
    );
    for (const host of lab.hosts) {
      const machine = of(machines, host);
      expect(machine).toMatchObject({ provisionState: "active", powerState: "on", machineId: `web-${host.name}` });
      expect(machine.installed?.imageChecksum).toBe(lab.images[0].checksum);
      expect(machine.installed?.rootDisk.serial).toBe(chosen(host).serial);
      expect(await chosen(host).startsWith(lab.images[0].file)).toBe(true);
      expect((await lab.readConfigDrive(chosen(host))).userData).toBe(userData);
      for (const disk of others(host)) {
        expect(await disk.isUntouched()).toBe(true);
      }
      expect(writes(host).map(({ disk }) => disk)).toEqual([chosen(host).name, chosen(host).name]);
    }
    expect(erases()).toEqual([]);
    // Enrol, verify, compare, accept, inspect, provide, claim, install, its end noted: what `pnpm bench:calls` counts as mutations.
    const accepted = lab
      .requests()
      .filter(({ by, method, status }) => by === "client" && method !== "GET" && status < 400);
    expect(accepted.length).toBe(10 * lab.hosts.length);
  });

  it("powers a host off and on, and makes no call where it is already", async () => {
    const [host] = lab.hosts;
    const off = await driver.updateHost(hostRequest(host, { online: false }), of(hosts, host), contextOf());
    expect(off).toMatchObject({ powerState: "off", provisionState: "active" });
    const on = await driver.updateHost(hostRequest(host, { online: true }), off, contextOf());
    expect(on.powerState).toBe("on");
    const before = lab.requests().length;
    await driver.updateHost(hostRequest(host, { online: true }), on, contextOf());
    const power = lab
      .requests()
      .slice(before)
      .filter(({ method, route }) => method === "PUT" && route.endsWith("/power"));
    expect(power).toEqual([]);
  });

  it("detaches: everything stays, and the code that comes back attaches to it without a write", async () => {
    const [host] = lab.hosts;
    const [oldHost, oldMachine] = [of(hosts, host), of(machines, host)];
    const wrote = writes(host).length;
    const powered = powers(host).length;
    expect(await driver.deleteMachine(oldMachine, "detach", contextOf())).toEqual({
      outcome: "done",
      action: "detach",
    });
    expect(await driver.deleteHost(oldHost, "detach", contextOf())).toEqual({ outcome: "done", action: "detach" });

    const back = await driver.createHost(hostRequest(host), contextOf());
    expect(back.nodeUuid).toBe(oldHost.nodeUuid);
    expect(back.incarnation).not.toBe(oldHost.incarnation);
    expect(back.hardware).toEqual(oldHost.hardware);
    hosts.set(host.name, back);
    const machine = await driver.createMachine(request(host), contextOf());
    expect(machine.instanceUuid).toBe(oldMachine.instanceUuid);
    expect(machine.incarnation).not.toBe(oldMachine.incarnation);
    // The key of the hashes went with the state.
    expect(machine.installed).toEqual({ ...oldMachine.installed, userDataHash: expect.stringMatching(/^hmac:/) });
    machines.set(host.name, machine);
    expect(writes(host).length).toBe(wrote);
    expect(powers(host).length).toBe(powered);

    // What a stale state still holds can do nothing.
    expect((await driver.deleteMachine(oldMachine, "deprovision", contextOf())).outcome).toBe("not-ours");
    expect((await driver.deleteHost(oldHost, "remove", contextOf())).outcome).toBe("not-ours");
    const stale = await failureOf(driver.updateHost(hostRequest(host, { online: false }), oldHost, contextOf()));
    expect(stale.code).toBe("NOT_OURS");
    const wipe = { ...request(host), spec: { ...request(host).spec, rebuild: "again" } };
    expect((await failureOf(driver.updateMachine(wipe, oldMachine, contextOf()))).code).toBe("NOT_OURS");
    expect(writes(host).length).toBe(wrote);
    expect(powers(host).length).toBe(powered);
    expect((await driver.readMachine(machine, contextOf())).observed).toBe("present");
  });

  it("refuses another stack, another machine and a host in use", async () => {
    const [host] = lab.hosts;
    const other = await failureOf(driver.createHost({ ...hostRequest(host), owner: "acme/other/dev" }, contextOf()));
    expect(other.failure.failureClass).toBe("ownership");
    expect(other.message).toContain("belongs to stack `acme/metal/test`, as `node-0`");
    const second = await failureOf(driver.createMachine({ ...request(host), machineId: "intruder" }, contextOf()));
    expect(second.message).toContain("belongs to machine `web-node-0` of stack `acme/metal/test`");
    expect(second.failure.disksTouched).toEqual([]);
    const inUse = await failureOf(driver.deleteHost(of(hosts, host), "remove", contextOf()));
    expect(inUse.code).toBe("HOST_IN_USE");
  });

  it("refuses a reinstall that is not allowed, and does one that is: that disk alone, once", async () => {
    const [host] = lab.hosts;
    const [, beta] = lab.images;
    const wrote = writes(host).length;
    const spec = { ...request(host).spec, image: imageOf(beta) };
    const refused = await failureOf(driver.updateMachine({ ...request(host), spec }, of(machines, host), contextOf()));
    expect(refused.message).toMatch(/`image` changed, which only a reinstall applies/);
    expect(refused.message).toContain(chosen(host).serial);
    expect(writes(host).length).toBe(wrote);

    const allowed = { ...request(host), spec: { ...spec, reinstall: { allow: true } } };
    const again = await driver.updateMachine(allowed, of(machines, host), contextOf());
    expect(again.installed?.imageChecksum).toBe(beta.checksum);
    expect(again.instanceUuid).toBe(of(machines, host).instanceUuid);
    machines.set(host.name, again);
    expect(await chosen(host).startsWith(beta.file)).toBe(true);
    for (const disk of others(host)) {
      expect(await disk.isUntouched()).toBe(true);
    }
    expect(writes(host).length).toBe(wrote + 2);

    const none = await driver.updateMachine(allowed, again, contextOf());
    expect(none.installed).toEqual(again.installed);
    expect(writes(host).length).toBe(wrote + 2);
  });

  it("a token that was used never installs again, also after the state was lost", async () => {
    const [host] = lab.hosts;
    const spec = { ...request(host).spec, image: imageOf(lab.images[1]) };
    const withToken = (rebuild: string) => ({ ...request(host), spec: { ...spec, rebuild } });
    let machine = of(machines, host);
    for (const token of ["a", "b"]) {
      machine = await driver.updateMachine(withToken(token), machine, contextOf());
    }
    machines.set(host.name, machine);
    const wrote = writes(host).length;
    const reverted = await failureOf(driver.updateMachine(withToken("a"), machine, contextOf()));
    expect(reverted.message).toContain("`rebuild` is `a`, which an earlier install has used");
    const attached = await failureOf(driver.createMachine(withToken("a"), contextOf()));
    expect(attached.message).toContain("rebuild");
    const partial = attached.failure.partial as MachineState;
    expect(partial.installed).toEqual({ ...machine.installed, userDataHash: expect.stringMatching(/^hmac:/) });
    const later = await failureOf(driver.updateMachine(withToken("a"), partial, contextOf()));
    expect(later.message).toContain("which an earlier install has used");
    expect(writes(host).length).toBe(wrote);
    machines.set(host.name, partial);
  });

  it("looks a host up for others, with nothing that could change it", async () => {
    const [host] = lab.hosts;
    const { nodeUuid } = of(hosts, host);
    const queries = [
      { by: "nodeUuid", nodeUuid },
      { by: "bootMACAddress", bootMACAddress: host.bootMACAddress },
      { by: "bmcAddress", address: host.bmc.address },
      { by: "name", name: `${host.name}~acme.metal.test` },
    ] as const;
    for (const query of queries) {
      const found = await driver.findHost(query, contextOf());
      expect(found).toMatchObject({ nodeUuid, owner: OWNER, incarnation: "" });
    }
    const unknown = await failureOf(driver.findHost({ by: "name", name: "nobody" }, contextOf()));
    expect(unknown.message).toContain("knows no host with the name `nobody`");
  });

  it("deprovisions the machine without cleaning, then removes the host; a read afterwards says lost, not gone", async () => {
    const [host] = lab.hosts;
    const machine = of(machines, host);
    expect(await driver.deleteMachine(machine, "deprovision", contextOf())).toEqual({
      outcome: "done",
      action: "deprovision",
    });
    expect(erases()).toEqual([]);
    expect(await chosen(host).startsWith(lab.images[1].file)).toBe(true);
    const free = await driver.readHost(of(hosts, host), contextOf());
    expect(free).toMatchObject({ provisionState: "available", observed: "present" });
    expect((await driver.readMachine(machine, contextOf())).observed).toBe("lost");
    expect(await driver.deleteHost(free, "remove", contextOf())).toEqual({ outcome: "done", action: "remove" });
    expect((await driver.readHost(free, contextOf())).observed).toBe("lost");
    expect(await driver.deleteHost(free, "remove", contextOf())).toEqual({ outcome: "done", action: "remove" });
    const before = lab.ledger();
    const found = await driver.updateHost(hostRequest(host), free, contextOf());
    expect(found).toEqual({ ...free, provisionState: "manageable" });
    expect(lab.ledger()).toEqual(before);
  });

  it("needs exactly one disk: none and two are refused with the disks listed, before anything is claimed", async () => {
    const host = lab.hosts[1] ?? expect.fail("two hosts were asked for");
    const before = writes(host).length;
    await driver.deleteMachine(of(machines, host), "deprovision", contextOf());
    const image = InstanceImage.url(lab.images[0].url, { checksum: lab.images[0].checksum, format: "raw" });
    const ask = (rootDeviceHints: object) =>
      failureOf(driver.createMachine({ ...request(host), spec: { image, rootDeviceHints } }, contextOf()));
    for (const hints of [{ serialNumber: "NO-SUCH-DISK" }, { minSizeGigabytes: 1 }]) {
      const refused = await ask(hints);
      expect(refused.failure).toMatchObject({ phase: "choose-disk", failureClass: "config", disksTouched: [] });
      for (const disk of host.disks) {
        expect(refused.message).toContain(disk.serial);
      }
    }
    expect((await driver.readHost(of(hosts, host), contextOf())).provisionState).toBe("available");
    expect(writes(host).length).toBe(before);
  });
});
