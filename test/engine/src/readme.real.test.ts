import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ProjectShell } from "./projectShell.js";

const README = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");

let lab: Lab;
const root = mkdtempSync(join(tmpdir(), "ironworks-readme-"));

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
});
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
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

  const folder = join(root, "site");
  mkdirSync(join(folder, "state"), { recursive: true });
  const project = { name: "site", runtime: "nodejs", main: "index.ts", backend: { url: "file://./state" } };
  const compilerOptions = { strict: true, target: "ES2022", module: "nodenext", types: ["node"], skipLibCheck: true };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "site", main: "index.ts" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  writeFileSync(join(folder, "index.ts"), code);
  const shell = new ProjectShell(folder, root, "export PULUMI_CONFIG_PASSPHRASE=lab");
  await shell.install();
  expect((await shell.run("pulumi stack init dev")).code).toBe(0);
  await shell.run(`pulumi config set ironworks:site-a.username ${lab.credentials.username}`);
  await shell.run("pulumi config set --secret ironworks:site-a.password", lab.credentials.password);
  await shell.run("pulumi config set --secret bmcPassword", bmc.password);

  const up = await shell.run("pulumi up --yes --skip-preview");
  expect(up.output).toMatch(/3 created/);
  const chosen = disks.filter(({ type, sizeGiB }) => type === "NVME" && sizeGiB >= 400);
  expect(JSON.parse((await shell.run("pulumi stack output rootDisk")).output)).toMatchObject({
    serial: chosen[0]?.serial,
  });
  expect(await chosen[0]?.startsWith(image.file)).toBe(true);
  expect((await shell.run("pulumi preview --expect-no-changes")).code).toBe(0);
  expect((await shell.run("pulumi destroy --yes --skip-preview")).output).toMatch(/3 deleted/);
});
