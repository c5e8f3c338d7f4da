/**
 * Takes the picture of the page in docs/reference/status.md: `node scripts/statusPicture.mjs`, after `pnpm build`, where there is
 * a Chromium. A stand-in for Ironic answers as much as `ironworks status --html` asks for.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const picture = join(root, "docs", "reference", "status.png");

const odd = {
  3: {
    provision_state: "deploy failed",
    power_state: "power off",
    last_error:
      "Deploy step deploy.write_image failed: Image failed to verify against checksum. location: /dev/nvme0n1",
  },
  7: { provision_state: "wait call-back", deploy_step: { interface: "deploy", step: "write_image" } },
  8: { provision_state: "inspect wait" },
  15: { provision_state: "available", power_state: "power off" },
};
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

function node(index) {
  const since = ago(index in odd ? 4 : 4_500);
  const machine = {
    owner: "acme/site/dev",
    machineId: `web-${index}`,
    incarnation: "i",
    instanceUuid: "n",
    installed: {
      imageChecksum: "sha256:00",
      rootDisk: disksOf(index).map(({ name, serial }) => ({ name, serial, sizeGiB: 447 }))[0],
    },
  };
  const isFree = ["inspect wait", "available"].includes(odd[index]?.provision_state);
  const host = { owner: "acme/site/dev", hostId: `node-${index}`, incarnation: "i", accepted: true };
  return {
    uuid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    name: `node-${index}`,
    provision_state: "active",
    power_state: "power on",
    provision_updated_at: since,
    maintenance: false,
    driver_internal_info: { agent_last_heartbeat: index === 7 || index === 8 ? ago(0.4) : since },
    properties: {},
    extra: { ironworks: isFree ? host : { ...host, machine } },
    ...odd[index],
  };
}

function disksOf(index) {
  const number = String(index).padStart(4, "0");
  return [
    { name: "/dev/nvme0n1", size: 447 * 2 ** 30, rotational: false, serial: `NV-${number}`, model: "NVMe 480G" },
    { name: "/dev/sda", size: 3725 * 2 ** 30, rotational: true, serial: `HD-${number}`, model: "HDD 4T" },
  ];
}

const version = { id: "v1", min_version: "1.1", version: "1.96", status: "CURRENT" };
const server = createServer((request, response) => {
  const uuid = /nodes\/[^/]*?(\d+)\/inventory/.exec(request.url ?? "")?.[1];
  const answer =
    uuid !== undefined
      ? { inventory: { disks: disksOf(Number(uuid)), interfaces: [] }, plugin_data: {} }
      : request.url === "/"
        ? { default_version: version, versions: [version] }
        : { nodes: Array.from({ length: 24 }, (_, index) => node(index)) };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
});

await new Promise((done) => server.listen(0, "127.0.0.1", done));
const folder = mkdtempSync(join(tmpdir(), "ironworks-picture-"));
try {
  const page = join(folder, "fleet.html");
  const bin = join(root, "packages", "cli", "bin", "ironworks.js");
  const args = [
    "status",
    "--endpoint",
    `http://127.0.0.1:${server.address().port}`,
    "--name",
    "site-a",
    "--html",
    page,
  ];
  // A host has failed, so the command ends with 1.
  const { stdout } = await run(process.execPath, [bin, ...args]).catch((error) => error);
  process.stdout.write(stdout);
  const size = "--window-size=1180,740";
  await run("chromium", [
    "--headless=new",
    "--no-sandbox",
    "--hide-scrollbars",
    size,
    `--screenshot=${picture}`,
    `file://${page}`,
  ]);
} finally {
  server.close();
  rmSync(folder, { recursive: true });
}
