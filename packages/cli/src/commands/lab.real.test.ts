import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LabStatus, type LedgerEntry, prepareLab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const REPOSITORY = join(__dirname, "..", "..", "..", "..");
const NAME = `test-${process.pid}`;

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user starts it. */
async function ironworks(...args: readonly string[]): Promise<Result> {
  const bin = join(REPOSITORY, "packages", "cli", "bin", "ironworks.js");
  return promisify(execFile)(process.execPath, [bin, ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Result) => error,
  );
}
const lab = (...args: readonly string[]) => ironworks("lab", ...args, "--name", NAME);

describe("ironworks lab", () => {
  let status: LabStatus;

  beforeAll(async () => {
    await promisify(execFile)(join(REPOSITORY, "node_modules", ".bin", "tsc"), ["-b", "packages/cli"], {
      cwd: REPOSITORY,
    });
    await prepareLab();
  });
  afterAll(async () => {
    await lab("down");
  });

  it("up starts a lab that stays, and says where everything is", async () => {
    const up = await lab("up", "--hosts", "2");
    expect(up.stderr).toBe("");
    expect(up.code).toBe(0);
    status = JSON.parse((await lab("status", "--json")).stdout);
    expect(status.hosts).toHaveLength(2);
    for (const host of status.hosts) {
      expect(up.stdout).toContain(host.bmcAddress);
      expect(up.stdout).toContain(host.bootMACAddress);
    }
    for (const told of [
      status.endpoint,
      status.credentialsFile,
      status.logs,
      status.images[0]?.checksum ?? "no image",
    ]) {
      expect(up.stdout).toContain(told);
    }
    expect((await fetch(status.endpoint)).status).toBe(200);
  });

  it("keeps the credentials where only the owner can read them, and prints none", async () => {
    expect((await stat(status.credentialsFile)).mode & 0o777).toBe(0o600);
    const { ironic, bmcs } = JSON.parse(await readFile(status.credentialsFile, "utf8"));
    const auth = `Basic ${Buffer.from(`${ironic.username}:${ironic.password}`).toString("base64")}`;
    const answer = await fetch(`${ironic.endpoint}/v1/nodes`, { headers: { Authorization: auth } });
    expect(answer.status).toBe(200);
    const shown = (await lab("status")).stdout + (await lab("status", "--json")).stdout;
    expect(shown).not.toContain(ironic.password);
    expect(shown).not.toContain(bmcs["node-0"].password);
  });

  it("status says all that a program needs, nothing of it broken, and secrets only when asked", async () => {
    const shown = (await lab("status")).stdout.split("\n").map((line) => line.trim());
    for (const host of status.hosts) {
      expect(shown).toContain(host.bmcAddress);
    }
    expect(shown).toContain(status.images[0]?.checksum);
    expect(shown).toContain(status.caFile);
    expect(await readFile(status.caFile, "utf8")).toContain("BEGIN CERTIFICATE");
    const { ironic, bmcs } = JSON.parse(await readFile(status.credentialsFile, "utf8"));
    const secrets = (await lab("status", "--show-secrets")).stdout;
    expect(secrets).toContain(ironic.password);
    expect(secrets).toContain(bmcs["node-0"].password);
  });

  it("up refuses a second lab of that name, and says what to do", async () => {
    const again = await lab("up");
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/is running already.*ironworks lab down.*\[LAB_ALREADY_RUNNING\]/s);
  });

  it("fault lists the faults, and switches one on and off", async () => {
    expect((await lab("fault")).stdout).toMatch(/bmc-refused +-/);
    expect((await lab("fault", "bmc-refused", "--host", "node-1")).stdout).toBe("bmc-refused is on on node-1.\n");
    const port = new URL(status.hosts[1]?.bmcAddress.split("+")[1] ?? "").port;
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    expect((await lab("fault")).stdout).toMatch(/bmc-refused +node-1/);
    expect((await lab("status")).stdout).toMatch(/bmc-refused +node-1/);
    expect((await lab("fault", "bmc-refused", "--host", "node-1", "--off")).code).toBe(0);
    const set = await lab("fault", "agent-step-fails", "--set", "message=no=yes", "--json");
    expect(JSON.parse(set.stdout)[0].options).toEqual({ step: "write_image", message: "no=yes" });
  });

  it("fault says what it does not know", async () => {
    expect((await lab("fault", "earthquake")).stderr).toMatch(
      /no fault `earthquake`.*bmc-refused.*\[LAB_UNKNOWN_FAULT\]/,
    );
    expect((await lab("fault", "image-404", "--host", "node-9")).stderr).toMatch(/no host `node-9`.*node-0, node-1/);
  });

  it("ledger and requests show what happened", async () => {
    expect(JSON.parse((await lab("ledger", "--json")).stdout) as LedgerEntry[]).toEqual([]);
    expect((await lab("requests")).stdout).toMatch(/client +GET +\/v1\/nodes/);
  });

  it("down ends it and removes its folder", async () => {
    expect((await lab("down")).stdout).toBe(`The lab \`${NAME}\` is down.\n`);
    await expect(fetch(status.endpoint)).rejects.toThrow();
    await expect(stat(status.folder)).rejects.toMatchObject({ code: "ENOENT" });
    const gone = await lab("status");
    expect(gone.code).toBe(1);
    expect(gone.stderr).toMatch(new RegExp(`No lab \`${NAME}\` is running.*lab up --name ${NAME}`));
  });

  it.each([
    [["lab", "up", "--hosts", "many"], "whole number"],
    [["lab", "uo"], "unknown command"],
    [["lab", "fault", "image-slow", "--set", "fast"], "option=value"],
    [["laboratory"], "unknown command"],
  ])("%j is wrong usage: exit code 2", async (args, words) => {
    const result = await ironworks(...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(words);
  });

  it("a lab that cannot start says why, and none is running then", async () => {
    const up = await lab("up", "--hosts", "2000");
    expect(up.code).toBe(1);
    expect(up.stderr).toContain("`hosts` must be a whole number from 0 to 1000");
    expect((await lab("status")).code).toBe(1);
  });
});
