import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, it } from "vitest";
import { beginSnapshot } from "./snapshot.js";

class Thing extends pulumi.CustomResource {
  declare readonly made: pulumi.Output<string>;

  constructor() {
    super("test:index:Thing", "thing", { made: undefined });
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeAll(() =>
  pulumi.runtime.setMocks(
    { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
    "app",
    "dev",
    true,
  ),
);

it("reads plain values, and outputs and promises that need no engine", async () => {
  const snapshot = beginSnapshot({
    bmc: { address: pulumi.output("redfish://x"), password: pulumi.secret(Promise.resolve("hunter2")) },
    tags: ["a", Promise.resolve("b")],
    choose: Math.max,
    online: undefined,
  });
  await nextTurn();
  expect(snapshot()).toEqual({
    values: {
      bmc: { address: "redfish://x", password: "hunter2" },
      tags: ["a", "b"],
      choose: Math.max,
      online: undefined,
    },
    unknown: [],
  });
});

it("leaves out what is not known, and says which", async () => {
  const unknown = new Thing();
  const snapshot = beginSnapshot({
    bmc: { address: "redfish://x", password: unknown.made },
    later: new Promise(() => undefined),
  });
  await nextTurn();
  expect(snapshot()).toEqual({
    values: { bmc: { address: "redfish://x", password: undefined }, later: undefined },
    unknown: ["bmc.password", "later"],
  });
});
