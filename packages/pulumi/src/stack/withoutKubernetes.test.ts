import { expect, it, vi } from "vitest";

vi.mock("@pulumi/kubernetes", () => {
  throw new Error("Cannot find module '@pulumi/kubernetes'");
});

it("hosts and machines need no @pulumi/kubernetes, and the stack is what needs it", async () => {
  const { BareMetalHost } = await import("../index.js");
  expect(BareMetalHost).toBeTypeOf("function");
  await expect(import("./index.js")).rejects.toThrow();
});
