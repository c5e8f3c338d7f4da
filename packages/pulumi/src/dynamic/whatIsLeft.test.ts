import { expect, it } from "vitest";
import type { HostInputs, HostOutputs } from "../host/hostRecord.js";
import { DriverPool } from "../route/driverPool.js";
import { FakeDriver } from "../testing/fakeDriver.js";
import { DynamicProvider } from "./dynamicProvider.js";
import { openEngineChannel } from "./engineChannel.js";
import type { EngineLine } from "./engineLine.js";

const host: HostInputs = {
  ironworks: { resource: "BareMetalHost", version: 1, name: "node-0", owner: "org/app/dev" },
  route: { kind: "ironic", name: "site-a", endpoint: "https://10.0.20.99:6385" },
  bmc: { address: "redfish://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "hunter2" },
};

it("a delete says what is left, where it stays when the row has gone", async () => {
  const lines: EngineLine[] = [];
  const channel = openEngineChannel({
    send: (line) => Promise.resolve(void lines.push(line)),
    onGone: () => undefined,
    onCancel: () => undefined,
  });
  const driver = new FakeDriver();
  const pool = new DriverPool(
    () => driver,
    () => undefined,
  );
  const provider = new DynamicProvider(pool, () => channel);
  const { id, outs } = (await provider.create(host)) as { id: string; outs: HostOutputs };
  await provider.delete(id, outs);
  expect(lines).toContainEqual(
    expect.objectContaining({ message: "left as it is: power off", severity: "info", ephemeral: false }),
  );
});
