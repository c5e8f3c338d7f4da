import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HostInputs, HostOutputs } from "../host/hostRecord.js";
import type { MachineInputs, MachineOutputs } from "../machine/machineRecord.js";
import { UNKNOWN } from "../resource/plain.js";
import { FakeDriver, failureWith } from "../testing/fakeDriver.js";
import { machineInputs, providerUnderTest } from "../testing/providerUnderTest.js";
import type { DynamicProvider } from "./dynamicProvider.js";
import type { EngineLine } from "./engineLine.js";
import type { InitFailed } from "./failures.js";

const { owner } = machineInputs.ironworks;
const { route } = machineInputs;
const machine = (at: number): MachineInputs => ({
  ...machineInputs,
  ironworks: { ...machineInputs.ironworks, name: `web-${at}` },
  host: { nodeUuid: `6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a1${at}`, hostId: `node-${at}`, owner },
  rootDisk: { name: "/dev/nvme0n1", serial: `NVME000${at}`, wwn: `eui.000${at}`, sizeGiB: 894 },
  userData: "#cloud-config\n",
});

let driver: FakeDriver;
let lines: EngineLine[];
let provider: DynamicProvider;
let config: Record<string, string>;

beforeEach(async () => {
  driver = new FakeDriver();
  ({ provider, lines } = providerUnderTest(driver));
  config = {};
  await provider.configure({ config: { get: (key) => config[key] } });
});
afterEach(() => vi.unstubAllEnvs());

/** The diff of machine `at`; the text of its error where it is refused. */
async function differ(at: number, change: object): Promise<string | undefined> {
  const inputs = machine(at);
  const { id, outs } = (await provider.create(inputs)) as { id: string; outs: MachineOutputs };
  const changed = { ...inputs, reinstall: { allow: true }, ...change } as MachineInputs;
  await provider.check(outs, changed);
  return provider.diff(id, outs, changed).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

const second = { userData: "#cloud-config\n# second\n" };

describe("reinstalls that diffs come to", () => {
  it("are refused from the one that is too many on, naming all", async () => {
    expect(await differ(0, second)).toBeUndefined();
    const refused = await differ(1, second);
    expect(refused).toContain("on 2 hosts, and `ironworks:maxDestructive` is 1");
    expect(refused).toContain("`web-0`: reinstall, nvme0n1 (serial NVME0000, 894 GiB), `userData` changed");
    expect(refused).toContain("`web-1`: reinstall, nvme0n1 (serial NVME0001, 894 GiB), `userData` changed");
    expect(refused).toContain(
      "[BLAST_RADIUS] next: to allow exactly that, `pulumi config set ironworks:maxDestructive 2`",
    );
  });

  it("are let through as configured, and changes in place always", async () => {
    config["ironworks:maxDestructive"] = "2";
    expect(await differ(0, second)).toBeUndefined();
    expect(await differ(1, { ...second, rebuild: "2026-01" })).toBeUndefined();
    expect(await differ(2, { onDestroy: "deprovision" })).toBeUndefined();
    expect(await differ(3, second)).toContain("on 3 hosts");
  });

  it("are refused where the limit cannot be read", async () => {
    config["ironworks:maxDestructive"] = "10%";
    expect(await differ(0, second)).toContain("`ironworks:fleetSize` is missing");
  });

  it("that depend on what is not known are warned of, and not refused", async () => {
    expect(await differ(0, { userData: UNKNOWN })).toBeUndefined();
    expect(await differ(1, { userData: UNKNOWN })).toBeUndefined();
    const warnings = lines.filter(({ message }) => message.includes("ironworks:maxDestructive"));
    expect(warnings).toMatchObject([
      { severity: "warning", message: expect.stringContaining("may destroy something on 2 hosts") },
    ]);
    expect(await differ(2, second)).toBeUndefined();
  });

  it("in parallel are all counted before the first is let through", async () => {
    vi.stubEnv("PULUMI_PARALLEL_DIFF", "true");
    const all = await Promise.all([0, 1, 2].map((at) => differ(at, second)));
    expect(all.every((refused) => refused?.includes("on 3 hosts"))).toBe(true);
    expect(all.join()).not.toContain("there may be more");
  });
});

describe("a failed update whose endpoint changed", () => {
  it("keeps the endpoint where the host is known to be", async () => {
    const host: HostInputs = {
      ironworks: { resource: "BareMetalHost", version: 1, name: "node-0", owner },
      route,
      bmc: { address: "redfish://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "hunter2" },
      bootMACAddress: "00:35:30:2a:ad:48",
    };
    const { id, outs } = (await provider.create(host)) as { id: string; outs: HostOutputs };
    driver.failNext = failureWith("Ironic does not know the node any more");
    const elsewhere = { ...host, route: { ...route, endpoint: "https://10.0.30.99:6385" } };
    const failed = (await provider.update(id, outs, elsewhere).catch((error: unknown) => error)) as InitFailed;
    expect(failed.properties).toMatchObject({ route, ironworks: { settled: false } });
  });
});
