import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BareMetalHost, IpaImage, ironicApi } from "../index.js";
import { StackUnderTest, textOf } from "../testing/stackUnderTest.js";

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  stack = await StackUnderTest.create(lab, "credentials", async () => {
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso) });
    const [{ name, bmc, bootMACAddress }] = lab.hosts;
    new BareMetalHost(name, { route, bmc, bootMACAddress });
  });
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

const setPassword = (value: string): Promise<void> =>
  stack.automation.stack.setConfig("ironworks:lab.password", { value, secret: true });

it("no credentials: the error names the commands and the variables that set them", async () => {
  await stack.automation.stack.removeAllConfig(["ironworks:lab.username", "ironworks:lab.password"]);
  const run = await stack.up();
  expect(run.failed).toBe(true);
  expect(textOf(run)).toMatch(
    /`node-0`: enrol failed after \d+s \[IRONIC_UNAUTHORIZED\] .* next: none are set: `pulumi config set ironworks:lab\.username …` and `pulumi config set --secret ironworks:lab\.password`, or set IRONWORKS_LAB_USERNAME and IRONWORKS_LAB_PASSWORD/,
  );
  await stack.automation.stack.setConfig("ironworks:lab.username", { value: lab.credentials.username });
  await setPassword(lab.credentials.password);
});

it("the engine refreshes with the configuration of the last up, and the error says so", async () => {
  const first = await stack.up();
  expect(first.failed, textOf(first)).toBe(false);
  await setPassword("sesame");
  // The new configuration is not asked for: a wrong one does no harm yet.
  expect((await stack.refresh()).failed).toBe(false);
  // Nothing changed, so nobody asks Ironic; the engine stores the configuration.
  expect((await stack.up()).failed).toBe(false);

  await setPassword(lab.credentials.password);
  const stale = await stack.refresh();
  expect(stale.failed).toBe(true);
  expect(textOf(stale)).toContain(
    "check `ironworks:lab.username` and `ironworks:lab.password`; if they are right: `refresh` and `destroy` use the " +
      "configuration of the last `pulumi up`, so run `pulumi up` first, or add `--run-program`",
  );
  expect(textOf(stale)).not.toContain("sesame");

  expect((await stack.up()).failed).toBe(false);
  const fresh = await stack.refresh();
  expect(fresh.failed, textOf(fresh)).toBe(false);
});
