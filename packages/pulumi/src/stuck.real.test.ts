import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "./index.js";
import { StackUnderTest, textOf } from "./testing/stackUnderTest.js";

/** Long enough for a loaded machine to get to the step at which the agent dies before half of it is over. */
const DEPLOY_SECONDS = 60;

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  stack = await StackUnderTest.create(lab, "stuck", async () => {
    const [{ bmc, bootMACAddress, disks }] = lab.hosts;
    const [image] = lab.images;
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso) });
    new ProvisionedMachine("web-0", {
      host: new BareMetalHost("node-0", { route, bmc, bootMACAddress }),
      image: InstanceImage.url(image.url, { checksum: image.checksum }),
      rootDeviceHints: { serialNumber: disks[0]?.serial },
      timeouts: { deploySeconds: DEPLOY_SECONDS },
    });
  });
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

it("an install whose agent died is told from one at work: repeated lines, a warning, and the failure name the heartbeat", async () => {
  await lab.faults.on("agent-dies");
  const run = await stack.up();
  expect(run.failed).toBe(true);
  const said = run.progress.filter(({ resource }) => resource === "web-0").map(({ text }) => text);
  const repeated = said.filter((text) => text.startsWith("⚠ "));
  expect(repeated.length, said.join("\n")).toBeGreaterThanOrEqual(1);
  expect(repeated.at(-1)).toMatch(/^⚠ [\w -]+ \w+\/~10m · (?:last heartbeat \w+ ago|no heartbeat yet)$/);
  const warnings = run.lines.filter(({ resource, severity, text }) => {
    return resource === "web-0" && severity === "warning" && text.startsWith("deploy takes longer than 30s: ");
  });
  expect(warnings, textOf(run)).toHaveLength(1);
  expect(warnings[0]?.text).toMatch(/heartbeat.*; likely /);
  const error = run.lines.find(({ resource, severity }) => resource === "web-0" && severity === "error")?.text ?? "";
  expect(error).toMatch(
    /^1 error occurred:\s+\* gave up waiting after 60s: `wait call-back` .*heartbeat.*the server was not stopped/,
  );
  expect(error).toContain("class timeout");
  expect(run.lines).toContainEqual(
    expect.objectContaining({ resource: "", text: "1 registered · 1 failed (timeout)" }),
  );
});
