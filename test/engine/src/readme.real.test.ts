import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Lab } from "@ironworks/lab";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AutomationStack, automationStack } from "./automationStack.js";

const README = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");

let lab: Lab;
let site: AutomationStack;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  const { credentials, hosts } = lab;
  const secret = (value: string) => ({ value, secret: true });
  site = await automationStack({
    projectName: "readme",
    stackName: "dev",
    config: {
      "ironworks:site-a.username": credentials.username,
      "ironworks:site-a.password": secret(credentials.password),
      "readme:bmcPassword": secret(hosts[0].bmc.password),
    },
  });
});
afterAll(async () => {
  await site?.dispose();
  await lab?.stop();
});

it("the program of README.md runs on a lab: only its addresses are the lab's", async () => {
  const [{ bmc, bootMACAddress, disks }] = lab.hosts;
  const [image] = lab.images;
  const addresses: Readonly<Record<string, string>> = {
    "https://ironic.site-a.example.org:6385": lab.endpoint,
    "http://images.example.org/ipa.iso": lab.ramdisk.iso,
    "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1": bmc.address,
    "00:35:30:2a:ad:48": bootMACAddress,
    "https://images.example.org/debian-13.raw": image.url,
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": image.checksum,
  };
  let [, code = ""] = /^```ts\n(.*?)^```$/ms.exec(README) ?? [];
  for (const [written, here] of Object.entries(addresses)) {
    expect(code).toContain(written);
    code = code.replaceAll(written, here);
  }
  expect(bmc.username).toBe("admin");

  const up = await site.stack.up({ program: async () => run(code, site.projectFolder) });
  expect(up.summary.resourceChanges).toEqual({ create: 3 });
  const chosen = disks.filter(({ type, sizeGiB }) => type === "NVME" && sizeGiB >= 400);
  expect(up.outputs.rootDisk?.value).toMatchObject({ serial: chosen[0]?.serial });
  expect(await chosen[0]?.startsWith(image.file)).toBe(true);
  const again = await site.stack.preview({ program: async () => run(code, site.projectFolder) });
  expect(again.changeSummary).toEqual({ same: 3 });
  await site.stack.destroy();
});

/** A module of TypeScript, as it finds its imports from a folder; what it exports is the stack's. */
function run(code: string, folder: string): Record<string, unknown> {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions: options });
  const exported: Record<string, unknown> = {};
  new Function("require", "exports", outputText)(createRequire(join(folder, "index.js")), exported);
  return exported;
}
