import { HOST_SHAPES, Lab, type LabDisk, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExampleProject, example } from "./exampleProject.js";

let berlin: Lab;
let lisbon: Lab;

beforeAll(async () => {
  const [general, , edge = general] = HOST_SHAPES;
  berlin = await Lab.start({ hosts: [general, edge, general] });
  lisbon = await Lab.start({ hosts: 1 });
});
afterAll(async () => {
  await Promise.all([berlin?.stop(), lisbon?.stop()]);
});

const serverOf = ({ bmc, bootMACAddress }: LabHost) => ({ bmcAddress: bmc.address, bootMACAddress });

/** The last host of a lab: no other lab has its MAC. */
function lastOf(lab: Lab): LabHost {
  return lab.hosts.at(-1) ?? expect.fail("the lab has no host");
}

function smallestNvme({ disks }: LabHost): LabDisk | undefined {
  return disks
    .filter(({ name }) => name.startsWith("/dev/nvme"))
    .sort((one, other) => one.sizeBytes - other.sizeBytes)[0];
}

describe("components: a rack of hosts and machines", () => {
  let project: ExampleProject;
  const units = (): [string, LabHost][] => berlin.hosts.slice(0, 2).map((host, at) => [`u${at + 1}`, host]);

  beforeAll(async () => {
    project = await ExampleProject.copyOf(example("components"), "dev");
    await project.configure(
      {
        ironicEndpoint: berlin.endpoint,
        "ironworks:site-a.username": berlin.credentials.username,
        ramdiskIso: berlin.ramdisk.iso,
        imageUrl: berlin.images[0].url,
        imageChecksum: berlin.images[0].checksum,
        bmcUsername: lastOf(berlin).bmc.username,
        bmcInsecure: true,
        racks: { "rack-1": Object.fromEntries(units().map(([unit, host]) => [unit, serverOf(host)])) },
      },
      {
        "ironworks:site-a.password": berlin.credentials.password,
        ...Object.fromEntries(units().map(([unit, { bmc }]) => [`bmcPasswords.rack-1-${unit}`, bmc.password])),
      },
    );
  });
  afterAll(() => project?.dispose());

  it("a preview names rack and servers, and sends nothing", async () => {
    const shown = await project.succeed("preview");
    expect(shown).toMatch(/acme:index:Rack rack-1 create/);
    expect(shown).toMatch(/BareMetalHost rack-1-u1 create/);
    expect(berlin.requests().filter(({ by, method }) => by === "client" && method !== "GET")).toEqual([]);
  });

  it("up registers, and with `install` puts the image on the smallest NVMe disk of each server", async () => {
    await project.succeed("up", "--yes", "--skip-preview");
    expect(berlin.ledger().filter(({ kind }) => kind === "write")).toEqual([]);
    await project.succeed("config", "set", "install", "true");
    await project.succeed("up", "--yes", "--skip-preview");
    const { disks } = await project.outputs<{ disks: Record<string, Record<string, string>> }>();
    const chosen = units().map(([unit, host]) => [unit, smallestNvme(host)] as const);
    expect(disks).toEqual({ "rack-1": Object.fromEntries(chosen.map(([unit, disk]) => [unit, disk?.name])) });
    for (const [, disk] of chosen) {
      expect(await disk?.startsWith(berlin.images[0].file)).toBe(true);
    }
  });

  it("destroy leaves the disks as they are", async () => {
    const before = berlin.ledger().length;
    await project.succeed("destroy", "--yes", "--skip-preview");
    expect(berlin.ledger()).toHaveLength(before);
  });
});

describe("many sites: two Ironics, one program", () => {
  let project: ExampleProject;
  const labs = (): [string, Lab][] => Object.entries({ berlin, lisbon });

  beforeAll(async () => {
    project = await ExampleProject.copyOf(example("many-sites"), "production");
    const sites = labs().map(([name, lab]) => [
      name,
      {
        ironicEndpoint: lab.endpoint,
        ramdiskIso: lab.ramdisk.iso,
        imageUrl: lab.images[0].url,
        servers: { u1: serverOf(lastOf(lab)) },
      },
    ]);
    const users = labs().map(([name, { credentials }]) => [`ironworks:${name}.username`, credentials.username]);
    const passwords = labs().map(([name, { credentials }]) => [`ironworks:${name}.password`, credentials.password]);
    const bmcs = labs().map(([name, lab]) => [`bmcPasswords.${name}-u1`, lastOf(lab).bmc.password]);
    await project.configure(
      {
        imageChecksum: berlin.images[0].checksum,
        bmcUsername: lastOf(berlin).bmc.username,
        bmcInsecure: true,
        sites: Object.fromEntries(sites),
        ...Object.fromEntries(users),
      },
      Object.fromEntries([...passwords, ...bmcs]),
    );
  });
  afterAll(() => project?.dispose());

  it("a preview names the servers of both", async () => {
    const shown = await project.succeed("preview");
    expect(shown).toMatch(/BareMetalHost berlin-u1 create/);
    expect(shown).toMatch(/BareMetalHost lisbon-u1 create/);
  });

  it("each site is driven with its own credentials, and one server of one site is installed", async () => {
    const [disk] = lastOf(lisbon).disks;
    await project.succeed("config", "set", "--path", "sites.lisbon.servers.u1.rootDiskSerial", disk?.serial ?? "");
    const before = berlin.ledger().filter(({ kind }) => kind === "write").length;
    await project.succeed("up", "--yes", "--skip-preview");
    const { disks } = await project.outputs<{ disks: Record<string, Record<string, string>> }>();
    expect(disks).toEqual({ berlin: {}, lisbon: { u1: disk?.name } });
    expect(await disk?.startsWith(lisbon.images[0].file)).toBe(true);
    expect(berlin.ledger().filter(({ kind }) => kind === "write")).toHaveLength(before);
  });

  it("destroy leaves the disks as they are", async () => {
    const before = lisbon.ledger().length;
    await project.succeed("destroy", "--yes", "--skip-preview");
    expect(lisbon.ledger()).toHaveLength(before);
  });
});
