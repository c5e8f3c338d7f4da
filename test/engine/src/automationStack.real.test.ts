import { existsSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AutomationStack, automationStack } from "./automationStack.js";

/** A dynamic resource whose provider runs in the engine's own provider process. */
class Counter extends pulumi.CustomResource {
  declare readonly doubled: pulumi.Output<number>;
  declare readonly secret: pulumi.Output<string>;

  constructor(name: string, args: { start: pulumi.Input<number>; secret: pulumi.Input<string> }) {
    const provider = `exports.handler = () => ({
      create: async (inputs) => ({ id: "counter", outs: { ...inputs, doubled: inputs.start * 2 } }),
      update: async (id, olds, news) => ({ outs: { ...news, doubled: news.start * 2 } }),
    });`;
    super("pulumi-nodejs:dynamic/test:Counter", name, { doubled: undefined, ...args, __provider: provider });
  }
}

const program = (start: number) => async () => {
  const secret = new pulumi.Config("test").requireSecret("password");
  const counter = new Counter("one", { start, secret });
  return { doubled: counter.doubled };
};

describe("a stack on the real engine", () => {
  let one: AutomationStack;

  beforeAll(async () => {
    one = await automationStack({
      projectName: "engine",
      stackName: "test",
      config: { "test:password": { value: "s3cr3t-word", secret: true } },
    });
  });
  afterAll(() => one.dispose());

  it("creates, updates in place, leaves alone and destroys a dynamic resource", async () => {
    const created = await one.stack.up({ program: program(2) });
    expect(created.summary.resourceChanges).toEqual({ create: 2 });
    expect(created.outputs.doubled?.value).toBe(4);

    const updated = await one.stack.up({ program: program(5) });
    expect(updated.summary.resourceChanges).toEqual({ update: 1, same: 1 });
    expect(updated.outputs.doubled?.value).toBe(10);

    const preview = await one.stack.preview({ program: program(5) });
    expect(preview.changeSummary).toEqual({ same: 2 });

    const destroyed = await one.stack.destroy();
    expect(destroyed.summary.resourceChanges).toEqual({ delete: 2 });
  });

  it("keeps a secret of the configuration out of the plain state", async () => {
    await one.stack.up({ program: program(1) });
    const checkpoint = await one.checkpoint();
    expect(checkpoint).toContain("pulumi-nodejs:dynamic/test:Counter");
    expect(checkpoint).not.toContain("s3cr3t-word");
  });

  it("leaves no folder behind", async () => {
    const other = await automationStack({ projectName: "engine", stackName: "other" });
    expect(existsSync(other.projectFolder)).toBe(true);
    await other.dispose();
    expect(existsSync(other.folder)).toBe(false);
  });
});
