import { expect, it } from "vitest";
import type { HostOutputs } from "../host/hostRecord.js";
import { FakeDriver } from "../testing/fakeDriver.js";
import { hostInputs, providerUnderTest } from "../testing/providerUnderTest.js";

it("a delete says what is left, where it stays when the row has gone", async () => {
  const { provider, lines } = providerUnderTest(new FakeDriver());
  const { id, outs } = (await provider.create(hostInputs)) as { id: string; outs: HostOutputs };
  await provider.delete(id, outs);
  expect(lines).toContainEqual(
    expect.objectContaining({ message: "left as it is: power off", severity: "info", ephemeral: false }),
  );
});
