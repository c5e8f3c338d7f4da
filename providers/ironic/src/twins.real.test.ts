import type { HostState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(3);

/** The same server as another team may write it down: its BMC by another name, and no MAC. */
function twinRequest({ bmc, name }: LabHost) {
  const address = bmc.address.replace("127.0.0.1", "localhost");
  return { owner: "acme/other/prod", hostId: `their-${name}`, spec: { bmc: { ...bmc, address } } };
}

const named = async (name: string) => (await under.client.directory()).filter((node) => node.name?.startsWith(name));

// Each has its own host, so they run side by side.
describe.concurrent("one server under two spellings of its BMC, on a real Ironic", () => {
  it("is found by its NICs before its power is touched, and the younger node withdraws", async () => {
    const labHost = under.host(0);
    const state = await under.driver.createHost(hostRequest(labHost), contextOf());
    const before = under.ledgerOf(labHost);
    const failure = await failureOf(under.driver.createHost(twinRequest(labHost), contextOf()));
    expect(failure.code).toBe("SERVER_ENROLLED");
    expect(failure.message).toContain("belongs to stack `acme/metal/test`, as `node-0`");
    expect(failure.failure.partial).toBeUndefined();
    expect(under.ledgerOf(labHost)).toEqual(before);
    expect(await named("their-node-0")).toEqual([]);
    expect((await under.driver.readHost(state, contextOf())).observed).toBe("present");
  });

  it("by one's MAC and by the other's name, side by side: at most one of them has it", async () => {
    const labHost = under.host(1);
    const results = await Promise.allSettled([
      under.driver.createHost(hostRequest(labHost), contextOf()),
      under.driver.createHost(twinRequest(labHost), contextOf()),
    ]);
    const enrolled = results.filter(({ status }) => status === "fulfilled") as PromiseFulfilledResult<HostState>[];
    expect(enrolled.length).toBeLessThanOrEqual(1);
    const left = [...(await named("node-1")), ...(await named("their-node-1"))];
    expect(left.map(({ uuid }) => uuid)).toEqual(enrolled.map(({ value }) => value.nodeUuid));
    // Whoever runs again after the other gave up has it.
    const [winner = await under.driver.createHost(hostRequest(labHost), contextOf())] = enrolled.map(
      ({ value }) => value,
    );
    expect(winner.provisionState).toBe("available");
    expect(under.ledgerOf(labHost).filter(({ kind }) => kind === "write" || kind === "erase")).toEqual([]);
  });

  it("is no hindrance to a host without `bootMACAddress` that is alone", async () => {
    const labHost = under.host(2);
    const { spec, ...request } = hostRequest(labHost);
    const state = await under.driver.createHost(
      { ...request, spec: { ...spec, bootMACAddress: undefined } },
      contextOf(),
    );
    expect(state.provisionState).toBe("available");
    expect(state.hardware?.nics.map(({ mac }) => mac)).toContain(labHost.bootMACAddress);
  });
});
