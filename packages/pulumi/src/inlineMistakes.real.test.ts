import { type AutomationStack, automationStack } from "@ironworks/engine";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "./index.js";

let stack: AutomationStack;
beforeAll(async () => {
  stack = await automationStack({ projectName: "inline", stackName: "mistakes" });
});
afterAll(() => stack?.dispose());

it("a mistake in a host ends an inline program, also where a machine waits for that host", async () => {
  const program = async (): Promise<void> => {
    const ramdisk = IpaImage.iso("http://images.example.org/ipa.iso");
    const host = new BareMetalHost("node-0", {
      route: ironicApi("site", { endpoint: "http://ironic.example.org:6385", ramdisk }),
      // A variable that is blank where the program runs.
      bmc: { address: "", username: "admin", password: "sesame" },
    });
    new ProvisionedMachine("web-0", {
      host,
      image: InstanceImage.url("http://images.example.org/a.raw", { checksum: `sha256:${"0".repeat(64)}` }),
      rootDisk: (disks) => disks.only({ type: "NVME" }),
    });
  };
  const ended = await stack.stack.preview({ program }).then(String, String);
  expect(ended).toContain("`node-0: bmc.address` is empty.");
});
