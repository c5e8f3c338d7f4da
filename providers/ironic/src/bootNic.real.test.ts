import type { HostSpec, HostState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(2);

const create = (labHost: LabHost, spec: Partial<HostSpec> = {}, context = contextOf()): Promise<HostState> =>
  under.driver.createHost(hostRequest(labHost, spec), context);

const ABSENT = "02:00:00:00:00:99";

/** A card that the ramdisk finds, and the BMC does not list. */
function addCard(labHost: LabHost): string {
  const [first] = labHost.nics;
  const mac = "02:00:00:00:00:42";
  (labHost.nics as object[]).push({ ...first, name: "ens5", mac });
  return mac;
}

// Each has its own host, so they run side by side.
describe.concurrent("the NIC that boots, on a real Ironic", () => {
  it("one that the server does not have is refused on a host that is ready, before anything is changed", async () => {
    const labHost = under.host(0);
    const state = await create(labHost);
    const before = { ledger: under.ledgerOf(labHost), node: await under.client.node(state.nodeUuid) };
    const wrong = hostRequest(labHost, { bootMACAddress: ABSENT, bootMode: "legacy" });
    const refused = await failureOf(under.driver.updateHost(wrong, state, contextOf()));
    expect(refused.code).toBe("BOOT_MAC_MISMATCH");
    expect(under.ledgerOf(labHost)).toEqual(before.ledger);
    expect(await under.client.node(state.nodeUuid)).toEqual(before.node);

    // Another one of its own is as good, however it is written.
    const [, second] = labHost.nics;
    const mac = second?.mac ?? expect.fail("a second NIC is missing");
    await under.driver.updateHost(
      hostRequest(labHost, { bootMACAddress: mac.toUpperCase().replaceAll(":", "-") }),
      state,
      contextOf(),
    );
    const found = await under.driver.findHost(
      { by: "bootMACAddress", bootMACAddress: mac.toUpperCase().replaceAll(":", "-") },
      contextOf(),
    );
    expect(found.nodeUuid).toBe(state.nodeUuid);
    const unread = await failureOf(
      under.driver.findHost({ by: "bootMACAddress", bootMACAddress: "AA-BB" }, contextOf()),
    );
    expect(unread.message).toContain("`bootMACAddress` is not a MAC address.");
  });

  it("one that the BMC does not list is looked for by the ramdisk where something else shows the server", async () => {
    const labHost = under.host(1);
    const bootMACAddress = addCard(labHost);
    const refused = await failureOf(create(labHost, { bootMACAddress }));
    expect(refused.code).toBe("BOOT_MAC_MISMATCH");
    expect(refused.message).toContain("`expect: { macs: [ … ] }` with one of the listed NICs");
    const other = await failureOf(create(labHost, { bootMACAddress, expect: { macs: [ABSENT] } }));
    expect(other.code).toBe("BOOT_MAC_MISMATCH");
    expect(under.ledgerOf(labHost)).toEqual([]);

    // Nothing is written either where the ramdisk does not find it.
    const expected = { serialNumber: labHost.serial, macs: [labHost.bootMACAddress] };
    const absent = await failureOf(create(labHost, { bootMACAddress: ABSENT, expect: expected }));
    expect(absent.code).toBe("BOOT_MAC_MISMATCH");
    const context = contextOf();
    const partial = absent.failure.partial as HostState;
    const state = await under.driver.updateHost(
      hostRequest(labHost, { bootMACAddress, expect: expected }),
      partial,
      context,
    );
    expect(state.provisionState).toBe("available");
    expect(state.hardware?.nics.map(({ mac }) => mac)).toContain(bootMACAddress);
    expect(under.ledgerOf(labHost).filter(({ kind }) => kind === "write" || kind === "erase")).toEqual([]);
  });
});
