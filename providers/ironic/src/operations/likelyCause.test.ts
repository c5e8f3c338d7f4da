import { expect, it } from "vitest";
import { likelyCause } from "./likelyCause.js";

const waiting = { state: "wait call-back", step: undefined, secondsInState: 60, trouble: undefined };

it("a step hangs in the ramdisk only once the ramdisk runs", () => {
  expect(likelyCause({ ...waiting, step: "deploy.write_image" })).toContain("the step deploy.write_image hangs");
  for (const step of [undefined, "deploy.deploy"]) {
    expect(likelyCause({ ...waiting, step })).toContain("the deploy ramdisk does not boot");
  }
});

it("says of a BMC that does not answer everything that it may be", () => {
  expect(likelyCause({ ...waiting, state: "verifying" })).toMatch(/its address is wrong, it is off .* or it hangs/);
});
