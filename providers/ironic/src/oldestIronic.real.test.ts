import type { HostState } from "@ironworks/core";
import type { LabDisk, LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(4, { ironic: { version: "29.0.6" } });

const disk = (host: LabHost): LabDisk => host.disks[0] ?? expect.fail("a disk is missing");
const writesOf = (host: LabHost) => under.ledgerOf(host).filter(({ kind }) => kind === "write");
const enrol = (host: LabHost): Promise<HostState> => under.driver.createHost(hostRequest(host), contextOf());

// Each has its own host, so they run side by side.
describe.concurrent("the oldest Ironic that is tested", () => {
  it("a whole life: enrolled, inspected, installed, installed anew, deprovisioned, removed", async () => {
    const host = under.host(0);
    const [alpha, beta] = under.lab.images;
    const state = await enrol(host);
    expect(state).toMatchObject({ provisionState: "available", observed: "present" });
    expect(state.hardware?.source).toBe("agent");
    expect(state.hardware?.cpu.count).toBe(host.cpus);
    expect(state.hardware?.storage.map(({ serial }) => serial).sort()).toEqual(
      host.disks.map(({ serial }) => serial).sort(),
    );
    expect(writesOf(host)).toEqual([]);

    const userData = "#cloud-config\nhostname: web\n";
    const request = machineRequest(state, disk(host), { image: imageOf(alpha), userData });
    const installed = await under.driver.createMachine(request, contextOf());
    expect(installed).toMatchObject({ provisionState: "active", powerState: "on" });
    expect(installed.installed?.rootDisk.serial).toBe(disk(host).serial);
    expect(await disk(host).startsWith(alpha.file)).toBe(true);
    expect((await under.lab.readConfigDrive(disk(host))).userData).toBe(userData);
    expect(writesOf(host)).toHaveLength(2);

    const anew = { ...request, spec: { ...request.spec, image: imageOf(beta) } };
    const refused = await failureOf(under.driver.updateMachine(anew, installed, contextOf()));
    expect(refused.message).toMatch(/`image` changed, which only a reinstall applies/);
    expect(writesOf(host)).toHaveLength(2);
    const allowed = { ...anew, spec: { ...anew.spec, reinstall: { allow: true } } };
    const again = await under.driver.updateMachine(allowed, installed, contextOf());
    expect(again.installed?.imageChecksum).toBe(beta.checksum);
    expect(await disk(host).startsWith(beta.file)).toBe(true);
    expect(writesOf(host)).toHaveLength(4);
    for (const other of host.disks.slice(1)) {
      expect(await other.isUntouched()).toBe(true);
    }

    expect(await under.driver.deleteMachine(again, "deprovision", contextOf())).toMatchObject({ outcome: "done" });
    const free = await under.driver.readHost(state, contextOf());
    expect(free).toMatchObject({ provisionState: "available", powerState: "off" });
    expect(await disk(host).startsWith(beta.file)).toBe(true);
    expect(await under.driver.deleteHost(free, "remove", contextOf())).toMatchObject({ outcome: "done" });
    expect(under.ledgerOf(host).filter(({ kind }) => kind === "erase")).toEqual([]);
    expect(writesOf(host)).toHaveLength(4);
  });

  it("a BMC that refuses the password: said so, nothing touched; corrected, it is enrolled", async () => {
    const host = under.host(1);
    await under.lab.faults.on("bmc-wrong-password", { host: host.name });
    const failure = await failureOf(enrol(host));
    expect(failure.failure).toMatchObject({ failureClass: "credential", disksTouched: [] });
    expect(under.ledgerOf(host)).toEqual([]);
    await under.lab.faults.off("bmc-wrong-password", { host: host.name });
    expect((await enrol(host)).provisionState).toBe("available");
  });

  it("an image that is not there: said so, nothing written; the next run installs", async () => {
    const host = under.host(2);
    const state = await enrol(host);
    await under.lab.faults.on("image-404", { host: host.name });
    const request = machineRequest(state, disk(host), { image: imageOf(under.lab.images[0]) });
    const failure = await failureOf(under.driver.createMachine(request, contextOf()));
    expect(failure.failure.failureClass).toBe("image");
    expect(failure.message).toContain("404");
    expect(writesOf(host)).toEqual([]);
    await under.lab.faults.off("image-404", { host: host.name });
    expect((await under.driver.createMachine(request, contextOf())).provisionState).toBe("active");
    expect(writesOf(host)).toHaveLength(2);
  });

  it("an agent whose step fails: its own words are said; the next run installs", async () => {
    const host = under.host(3);
    const state = await enrol(host);
    await under.lab.faults.on("agent-step-fails", { host: host.name, step: "write_image" });
    const request = machineRequest(state, disk(host), { image: imageOf(under.lab.images[0]) });
    const failure = await failureOf(under.driver.createMachine(request, contextOf()));
    expect(failure.message).toContain("write_image");
    expect(failure.failure.disksTouched).toEqual([disk(host).name.replace("/dev/", "")]);
    expect(writesOf(host)).toEqual([]);
    await under.lab.faults.off("agent-step-fails", { host: host.name });
    expect((await under.driver.createMachine(request, contextOf())).provisionState).toBe("active");
    expect(writesOf(host)).toHaveLength(2);
  });
});
