import { DynamicProvider } from "../dynamic/dynamicProvider.js";
import { openEngineChannel } from "../dynamic/engineChannel.js";
import type { EngineLine } from "../dynamic/engineLine.js";
import type { HostInputs } from "../host/hostRecord.js";
import type { MachineInputs } from "../machine/machineRecord.js";
import type { RouteInputs } from "../resource/routeInputs.js";
import { DriverPool } from "../route/driverPool.js";
import type { FakeDriver } from "./fakeDriver.js";

const route: RouteInputs = { kind: "ironic", name: "site-a", endpoint: "https://10.0.20.99:6385" };
const owner = "org/app/dev";

/** What a program wants of a host. */
export const hostInputs: HostInputs = {
  ironworks: { resource: "BareMetalHost", version: 1, name: "node-0", owner },
  route,
  bmc: { address: "redfish://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "hunter2" },
  bootMACAddress: "00:35:30:2a:ad:48",
};

/** What a program wants of a machine on that host. */
export const machineInputs: MachineInputs = {
  ironworks: { resource: "ProvisionedMachine", version: 1, name: "web-0", owner },
  route,
  host: { nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11", hostId: "node-0", owner },
  image: {
    kind: "instance-image",
    url: "https://images.example.org/debian-13.qcow2",
    checksum: { algorithm: "sha256", value: "a".repeat(64) },
    format: "qcow2",
  },
  rootDisk: { name: "/dev/nvme0n1", serial: "NVME0001", wwn: "eui.0001", sizeGiB: 894 },
};

/** A provider over a driver that only remembers, and every line that it says. */
export function providerUnderTest(
  driver: FakeDriver,
  onGone: (callback: () => void) => void = () => undefined,
): { readonly provider: DynamicProvider; readonly lines: EngineLine[] } {
  const lines: EngineLine[] = [];
  const channel = openEngineChannel({
    send: (line) => Promise.resolve(void lines.push(line)),
    onGone,
    onCancel: () => undefined,
  });
  const pool = new DriverPool(
    () => driver,
    () => undefined,
  );
  return { provider: new DynamicProvider(pool, () => channel), lines };
}
