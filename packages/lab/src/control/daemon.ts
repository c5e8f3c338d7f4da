import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { IronworksError } from "@ironworks/core";
import { Lab } from "../lab.js";
import type { DaemonMessage, DaemonSettings } from "./backgroundLab.js";
import { ControlServer } from "./controlServer.js";
import { removeRecord, writeRecord } from "./labRecord.js";
import { credentials, credentialsFile } from "./labStatus.js";

/** The process behind `ironworks lab up`: runs one lab until it is asked to stop. */
process.once("message", (settings: DaemonSettings) => {
  run(settings).catch((error: unknown) => {
    const code = error instanceof IronworksError ? error.code : undefined;
    send({ failed: { code, message: error instanceof Error ? error.message : String(error) } });
    process.exitCode = 1;
    process.disconnect?.();
  });
});
// The terminal that started it may close.
process.on("SIGHUP", () => undefined);

async function run(settings: DaemonSettings): Promise<void> {
  const { name, folder, keep } = settings;
  const lab = await Lab.start({
    hosts: settings.hosts,
    ipmiHosts: settings.ipmiHosts,
    folder,
    log: (line) => send({ line }),
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    await control.close();
    await lab.stop();
    await removeRecord(name);
    if (!keep) {
      await rm(folder, { recursive: true, force: true });
    }
    process.exit(0);
  };
  const control = new ControlServer(lab, name, stop);
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  const socket = join(folder, "control.sock");
  await control.open(socket);
  await writeFile(credentialsFile(folder), JSON.stringify(credentials(lab), undefined, 2), { mode: 0o600 });
  await writeRecord({ name, pid: process.pid, folder, socket });
  send({ ready: true });
}

function send(message: DaemonMessage): void {
  if (process.connected) {
    process.send?.(message);
  }
}
