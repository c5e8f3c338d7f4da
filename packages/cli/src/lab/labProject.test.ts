import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabStatus } from "@ironworks/lab";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { nextCommands, requireEmptyFolder, writeLabProject } from "./labProject.js";

describe("a project for a lab", () => {
  let root: string;
  let folder: string;
  let lab: LabStatus;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "ironworks-project-"));
    folder = join(root, "my site");
    const credentialsFile = join(root, "credentials.json");
    await writeFile(
      credentialsFile,
      JSON.stringify({
        ironic: { username: "admin", password: "ironic-secret" },
        bmcs: { "node-0": { username: "root", password: "bmc-secret" } },
      }),
    );
    lab = {
      credentialsFile,
      endpoint: "http://127.0.0.1:1",
      hosts: [{ name: "node-0", bmcAddress: "redfish://127.0.0.1:2/1", bootMACAddress: "02:1a:b0:00:00:01" }],
      images: [{ url: "http://127.0.0.1:3/a.raw", checksum: "sha256:00" }],
      ramdisk: { iso: "http://127.0.0.1:3/ipa.iso" },
    } as unknown as LabStatus;
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const read = (file: string) => readFile(join(folder, file), "utf8");

  it("names the lab's endpoint, servers and image, and depends on this release", async () => {
    await writeLabProject(folder, lab, "1.2.3");
    const { name, config } = parse(await read("Pulumi.yaml"));
    expect(name).toBe("my-site");
    expect(parse(await read("Pulumi.lab.yaml")).config).toMatchObject({
      "ironworks:lab.username": "admin",
      "my-site:ironicEndpoint": lab.endpoint,
      "my-site:servers": [{ name: "node-0", bmcUsername: "root", bootMACAddress: "02:1a:b0:00:00:01" }],
    });
    expect(Object.keys(config).sort()).toEqual(
      Object.keys(parse(await read("Pulumi.lab.yaml")).config)
        .filter((key) => key.startsWith("my-site:"))
        .map((key) => key.slice("my-site:".length))
        .sort(),
    );
    expect(JSON.parse(await read("package.json")).dependencies["@ironworks/pulumi"]).toBe("^1.2.3");
  });

  it("holds no secret in plain text, but the passphrase that opens them, for its owner alone", async () => {
    await writeLabProject(folder, lab, "1.2.3");
    for (const file of (await readdir(folder)).filter((name) => name !== "state")) {
      expect(await read(file)).not.toMatch(/ironic-secret|bmc-secret/);
    }
    expect((await stat(join(folder, "passphrase"))).mode & 0o777).toBe(0o600);
    expect(await read(".gitignore")).toMatch(/^\/passphrase$/m);
    const { encryptionsalt, config } = parse(await read("Pulumi.lab.yaml"));
    const [, salt = "", ...known] = encryptionsalt.split(":");
    const key = pbkdf2Sync(await read("passphrase"), Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
    expect(open(key, known.join(":"))).toBe("pulumi");
    expect(open(key, config["ironworks:lab.password"].secure)).toBe("ironic-secret");
    expect(open(key, config["my-site:bmcPasswords"]["node-0"].secure)).toBe("bmc-secret");
  });

  it("refuses a folder that holds something, and names it", async () => {
    await mkdir(folder);
    await Promise.all(["a", "b", "c", "d", "e", "f"].map((name) => writeFile(join(folder, name), name)));
    await expect(writeLabProject(folder, lab, "1.2.3")).rejects.toThrow(
      /not empty: it holds a, b, c, d, e and 1 more\./,
    );
    expect(await readdir(folder)).toHaveLength(6);
    await expect(requireEmptyFolder(join(folder, "a"))).rejects.toThrow(/not a folder/);
    await expect(requireEmptyFolder(join(root, "new"))).resolves.toBeUndefined();
  });

  it("goes on with three commands", () => {
    expect(nextCommands("site")).toEqual([
      "cd site && npm install",
      "export PULUMI_CONFIG_PASSPHRASE_FILE=$PWD/passphrase",
      "pulumi stack init lab && pulumi up",
    ]);
    expect(nextCommands("my site")[0]).toBe("cd 'my site' && npm install");
  });
});

function open(key: Buffer, secure: string): string {
  const [, nonce = "", sealed = ""] = secure.split(":");
  const bytes = Buffer.from(sealed, "base64");
  const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  cipher.setAuthTag(bytes.subarray(-16));
  return cipher.update(bytes.subarray(0, -16)).toString() + cipher.final().toString();
}
