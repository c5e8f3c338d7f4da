import { beforeEach, describe, expect, it } from "vitest";
import type { HostInputs, HostOutputs } from "../host/hostRecord.js";
import type { MachineOutputs } from "../machine/machineRecord.js";
import { FakeDriver } from "../testing/fakeDriver.js";
import { hostInputs as host, machineInputs as machine, providerUnderTest } from "../testing/providerUnderTest.js";
import type { DynamicProvider } from "./dynamicProvider.js";
import type { EngineLine } from "./engineLine.js";

let lines: EngineLine[];
let provider: DynamicProvider;

beforeEach(async () => {
  ({ provider, lines } = providerUnderTest(new FakeDriver()));
  await provider.check(host, host);
  await provider.check(machine, machine);
});

const createHost = async (inputs = host): Promise<{ id: string; outs: HostOutputs }> =>
  (await provider.create(inputs)) as { id: string; outs: HostOutputs };
const createMachine = async (inputs = machine): Promise<{ id: string; outs: MachineOutputs }> =>
  (await provider.create(inputs)) as { id: string; outs: MachineOutputs };

describe("inspect, expect and takeover", () => {
  const said = () => lines.map(({ message }) => message).join("\n");

  it("a new value of `inspect` is a change that says what it does to the server, once", async () => {
    const { id, outs } = await createHost({ ...host, inspect: "a" });
    const stored = { ...outs, inspected: "a" };
    expect(await provider.diff(id, stored, { ...host, inspect: "a" } as HostInputs)).toEqual({ changes: false });
    expect(said()).not.toContain("ramdisk");
    expect(await provider.diff(id, stored, { ...host, inspect: "b" } as HostInputs)).toEqual({ changes: true });
    expect(said()).toContain("will power on and boot the deploy ramdisk on host `node-0` to inspect it");
    lines.length = 0;
    const fast = { ...host, inspect: "b", inspectionMode: "fast" } as HostInputs;
    expect(await provider.diff(id, stored, fast)).toEqual({ changes: true });
    expect(said()).toContain("will inspect through its BMC host `node-0`");
  });

  it("is refused where the host has an operating system, by its own state or by that of its machine", async () => {
    const { id, outs } = await createHost();
    const again = { ...host, inspect: "b" } as HostInputs;
    const installed: HostOutputs = { ...outs, provisionState: "active" };
    await expect(provider.diff(id, installed, again)).rejects.toThrow(/HOST_IN_USE.*inspect/s);
    const made = await createMachine();
    expect(await provider.diff(made.id, made.outs, machine)).toEqual({ changes: false });
    expect(await provider.diff(id, outs, again)).toEqual({ changes: true });
    await expect(provider.diff(made.id, made.outs, machine)).rejects.toThrow(
      /`web-0` is installed on host `node-0`, whose `inspect` has a new value/,
    );
  });

  it("hardware that is not expected stops the preview, by field; a new look may show it", async () => {
    const { id, outs } = await createHost();
    const wanted = { ...host, expect: { memoryGiB: 64, disks: { min: 4 }, serialNumber: "SN2" } } as HostInputs;
    await expect(provider.diff(id, outs, wanted)).rejects.toThrow(
      "`node-0` is another server than expected: `expect.disks` is at least 4, and the host has 3. " +
        "`expect.serialNumber` is `SN2`, and the host has `SN1`. [HARDWARE_UNEXPECTED]",
    );
    expect(await provider.diff(id, outs, { ...wanted, inspect: "b" } as HostInputs)).toEqual({ changes: true });
    const unfinished = { ...outs, ironworks: { ...outs.ironworks, settled: false } };
    expect(await provider.diff(id, unfinished, wanted)).toEqual({ changes: true });
  });

  it("`takeover` that has done its work is a standing note", async () => {
    const taken = { ...host, takeover: true } as HostInputs;
    const { id, outs } = await createHost(taken);
    expect(await provider.diff(id, outs, taken)).toEqual({ changes: false });
    expect(said()).toContain("`takeover` has no effect any more");
  });
});
