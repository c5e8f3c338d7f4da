import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KubernetesObject, synthesiseUpstream } from "@ironworks/metal3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RenderOptions, render } from "./render.js";

const credentials = {
  IRONIC_USERNAME: "ironic-user",
  IRONIC_PASSWORD: "word-nobody-may-see",
  IRONIC_INSPECTOR_USERNAME: "inspector-user",
  IRONIC_INSPECTOR_PASSWORD: "another-secret-word",
};

async function run(
  options: Partial<RenderOptions>,
  environment: Readonly<Record<string, string>> = credentials,
  columns = 1_000,
) {
  let out = "";
  let error = "";
  const code = await render(
    {
      release: "v0.13.2",
      deployFlags: "-b -i",
      env: ["IRONIC_HOST_IP=10.0.20.99"],
      set: [],
      format: "json",
      ...options,
    },
    {
      environment,
      columns,
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
    },
  );
  return { code, out, error };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "render-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("render", () => {
  it("prints what core makes, in order", async () => {
    const { code, out } = await run({
      release: "v0.1.0",
      deployFlags: "-b -i -n",
      set: ["PROVISIONING_INTERFACE=eno2", "IRONIC_KERNEL_PARAMS=a=b c"],
    });
    const { objects } = synthesiseUpstream({
      release: "v0.1.0",
      flags: { operator: true, ironic: true, authentication: false, tls: false, keepalived: false, mariadb: false },
      variables: { IRONIC_HOST_IP: "10.0.20.99" },
      settings: { PROVISIONING_INTERFACE: "eno2", IRONIC_KERNEL_PARAMS: "a=b c" },
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(objects)));
  });

  it("fixes the salted lines, the inspector's too", async () => {
    const fixed = { release: "v0.1.0", env: ["IRONIC_HOST_IP=10.0.20.99", "IRONIC_HTPASSWD=ironic-user:$2y$05"] };
    const { out, error } = await run(fixed);
    const names = (JSON.parse(out) as KubernetesObject[]).map(({ metadata }) => metadata.name);
    expect(names).toContain("ironic-htpasswd-h5mmkh7cmh");
    expect(names).toContain("ironic-inspector-htpasswd-fh8ghd8bdh");
    expect(error).toContain("no bcrypt hash");
    expect((await run(fixed)).out).toBe(out);
  });

  it("makes a password line where none is given, and says that it is new each time", async () => {
    const { out, error } = await run({ deployFlags: "-i" });
    const secret = (JSON.parse(out) as { kind: string; data: Record<string, string> }[]).find(
      ({ kind }) => kind === "Secret",
    );
    expect(Buffer.from(secret?.data.htpasswd ?? "", "base64").toString()).toMatch(/^ironic-user:\$2y\$05\$.{53}\n$/);
    expect(error).toContain("new salt");
  });

  it("takes variables from the command line, else the env file, else the environment", async () => {
    const file = join(folder, "secrets.env");
    writeFileSync(file, "# comment\n\n  IRONIC_USERNAME=from-file\nIRONIC_PASSWORD=file # not a comment\n", {
      mode: 0o600,
    });
    const given = { deployFlags: "-b", envFile: file, env: ["IRONIC_USERNAME=from-line"] };
    const { out, error } = await run(given, { ...credentials, IRONIC_HOST_IP: "10.0.20.99" });
    const secret = (JSON.parse(out) as { kind: string; data: Record<string, string> }[]).find(
      ({ kind }) => kind === "Secret",
    );
    expect(Buffer.from(secret?.data.username ?? "", "base64").toString()).toBe("from-line\n");
    expect(Buffer.from(secret?.data.password ?? "", "base64").toString()).toBe("file # not a comment\n");
    expect(error).not.toContain("can read it");
  });

  it("warns of plain Secrets, of passwords on the command line and of open env files", async () => {
    const file = join(folder, "open.env");
    writeFileSync(file, "IRONIC_USERNAME=x\n", { mode: 0o644 });
    const { code, error } = await run({ deployFlags: "-b", env: ["IRONIC_PASSWORD=on-the-line"], envFile: file });
    expect(code).toBe(0);
    expect(error).toMatch(/credentials in plain text.*Secret ironic-credentials-/);
    expect(error).toContain("can be seen by everybody");
    expect(error).toContain("can be read by others");
    expect(error).not.toContain("on-the-line");
    const set = ["IRONIC_ENDPOINT=http://10.0.20.99:6385/v1/"];
    expect((await run({ deployFlags: "-b -n", set })).error).toBe("");
  });

  it("names every problem at once by option, writes nothing and shows no secret", async () => {
    const target = join(folder, "out");
    const { code, out, error } = await run({
      profile: "other",
      release: "v0.99.0",
      deployFlags: "-b -i -x",
      env: ["IRONIC_HOST_IP=10.0.20.999", "IRONIC_PASSWRD=hidden-word", "nonsense"],
      set: ["PROVISIONING_INTERFACE=a-name-of-more-than-15", "DHCP_RANGE=10.0.0.9,10.0.0.1", "DHCP_RANGE=x"],
      envFile: join(folder, "none.env"),
      format: "xml",
      out: target,
    });
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(existsSync(target)).toBe(false);
    const fields = [...error.matchAll(/^ {2}- `([^`]+)`/gm)].map((match) => match[1]);
    expect(fields).toEqual([
      "--profile",
      "--release",
      "--deploy-flags",
      "--env",
      "--env IRONIC_PASSWRD",
      `--env-file ${join(folder, "none.env")}`,
      "--set DHCP_RANGE",
      "--env IRONIC_HOST_IP",
      "--set PROVISIONING_INTERFACE",
      "--set DHCP_RANGE",
      "--format",
    ]);
    expect(error).toMatch(/^ironworks render: 11 problems; nothing was written:/);
    expect(error).not.toContain("hidden-word");
  });

  it("asks for what is missing", async () => {
    const { code, error } = await run({ profile: undefined, release: undefined, deployFlags: undefined, env: [] }, {});
    expect(code).toBe(2);
    expect([...error.matchAll(/^ {2}- `([^`]+)`/gm)].map((match) => match[1])).toEqual(["--release", "--deploy-flags"]);
  });

  it.each([80, 120])("fits a terminal of %i columns, and names no list of 48 releases", async (columns) => {
    const wrong = { release: "v0.13.9", deployFlags: "-b -i -x", env: ["IRONIC_HOST_IP=10.0.20.999"] };
    const { error } = await run(wrong, credentials, columns);
    expect(error.split("\n").filter((line) => line.length > columns)).toEqual([]);
    expect(error.replaceAll(/\s+/g, " ")).toContain(
      "`--release` cannot be `v0.13.9`, which is not a release that Ironworks can deploy. next: write a patch such as `v0.13.2`; known lines are v0.1, ",
    );
    expect(error).not.toContain("v0.12.5");
    const warned = await run({ deployFlags: "-b -i" }, credentials, columns);
    expect(warned.error).toMatch(/^warning: /);
    expect(warned.error.split("\n").filter((line) => line.length > columns)).toEqual([]);
  });

  it("writes into a new folder and into the one that it wrote, and refuses one with something else in it", async () => {
    const target = join(folder, "manifests");
    const first = await run({ deployFlags: "-b -t", out: target, format: "yaml" });
    expect([first.code, first.error]).toEqual([0, expect.stringMatching(/\d+ objects written to /)]);
    const files = readdirSync(target);
    const again = await run({ deployFlags: "-b -n", out: target, format: "yaml" });
    expect([again.code, again.error]).toEqual([0, expect.stringMatching(/, \d+ old files removed\n$/)]);
    expect(readdirSync(target).length).toBeLessThan(files.length);
    writeFileSync(join(target, "kustomization.yaml"), "");
    const refused = await run({ deployFlags: "-b -n", out: target, format: "yaml" });
    expect(refused.code).toBe(2);
    expect(refused.error).toContain("did not write: `kustomization.yaml`");
  });
});

describe("render --diff", () => {
  it("finds no difference in what was just written, and names what changes", async () => {
    const target = join(folder, "manifests");
    const fixed = { env: ["IRONIC_HOST_IP=10.0.20.99", "IRONIC_HTPASSWD=ironic-user:$2y$05"] };
    await run({ ...fixed, out: target, format: "yaml" });
    const same = await run({ ...fixed, diff: target, format: "yaml" });
    expect(same.out).toBe("0 to create, 0 to change, 0 under a new name, 31 as they are\n");
    expect(same.code).toBe(0);
    const changed = await run(
      { ...fixed, diff: target, format: "json", set: ["PROVISIONING_INTERFACE=eno2"] },
      { ...credentials, IRONIC_PASSWORD: "changed-word" },
    );
    expect(changed.code).toBe(1);
    const changes = JSON.parse(changed.out) as {
      change: string;
      kind: string;
      fields: { path: string; after: unknown }[];
    }[];
    expect(changes.map(({ change, kind }) => `${change} ${kind}`)).toEqual([
      "update Deployment",
      "update Deployment",
      "replace ConfigMap",
      "replace Secret",
      "replace ConfigMap",
    ]);
    expect(changes[2]?.fields).toEqual([{ path: "data.PROVISIONING_INTERFACE", before: "eth2", after: "eno2" }]);
    expect(changed.out + changed.error).not.toMatch(/changed-word|word-nobody/);
    expect(changed.out).not.toContain(Buffer.from("changed-word\n").toString("base64"));
  });

  it("refuses a folder that is not there, and --out beside it", async () => {
    const { code, error } = await run({ diff: join(folder, "none"), out: join(folder, "out") });
    expect(code).toBe(2);
    expect(error).toContain("--diff");
    expect(error).toContain("`--out` is given beside `--diff`");
  });
});
