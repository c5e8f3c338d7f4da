import { expect, it } from "vitest";
import { contextOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(4);

it("secure boot is asked for alike by one machine alone and by three at once", async () => {
  const spec = { bootMode: "UEFISecureBoot" } as const;
  const hosts = await Promise.all(
    under.lab.hosts.map((host) => under.driver.createHost(hostRequest(host, spec), contextOf())),
  );
  const [alone, ...together] = hosts.map((host, index) => {
    const disk = under.lab.hosts[index]?.disks[0] ?? expect.fail("a disk is missing");
    const image = under.lab.images[0] ?? expect.fail("an image is missing");
    return machineRequest(host, disk, { image: imageOf(image) });
  });
  await under.driver.createMachine(alone ?? expect.fail("a host is missing"), contextOf());
  await Promise.all(together.map((request) => under.driver.createMachine(request, contextOf())));
  const asked = await Promise.all(hosts.map(async ({ nodeUuid }) => (await under.client.node(nodeUuid)).instance_info));
  expect(asked.map(({ capabilities }) => capabilities)).toEqual(Array(4).fill({ secure_boot: "true" }));
});
