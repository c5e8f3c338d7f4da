import { join } from "node:path";
import { asset } from "../assets.js";
import type { HostHardware } from "../host/labHost.js";
import { freePort } from "../process/port.js";
import { printedReady } from "../process/printedReady.js";
import type { Supervisor } from "../process/supervisor.js";
import type { EmulatedBmc } from "./emulatedBmc.js";
import { IpmiBmc } from "./ipmiBmc.js";
import { RedfishBmc } from "./redfishBmc.js";
import { RedfishEmulator, type RedfishEmulatorParts } from "./redfishEmulator.js";

/** Up to so many hosts each have an emulator process and a password of their own; more share one. */
export const OWN_EMULATOR_LIMIT = 8;

/** An account at a BMC, with the password file that knows it. */
export interface BmcAccount {
  readonly username: string;
  readonly password: string;
  readonly file: string;
}

export interface BmcsParts
  extends Omit<RedfishEmulatorParts, "name" | "hosts" | "passwords" | "environment" | "folder"> {
  readonly folder: string;
  readonly redfishHosts: readonly HostHardware[];
  readonly ipmiHosts: readonly HostHardware[];
  /** Python environments. */
  readonly redfishEnvironment: string;
  readonly ipmiEnvironment: string | undefined;
  /** Of each group of Redfish hosts, then of each IPMI host. */
  readonly accounts: readonly BmcAccount[];
  /** What no host spec knows. */
  readonly strangerAccount: BmcAccount;
}

/** Hosts that share an emulator process. */
export function emulatorGroups<T>(hosts: readonly T[]): readonly (readonly T[])[] {
  return hosts.length > OWN_EMULATOR_LIMIT ? [hosts] : hosts.map((host) => [host]);
}

/** Starts the BMCs of all hosts. */
export async function startBmcs(parts: BmcsParts): Promise<Map<string, EmulatedBmc>> {
  const groups = emulatorGroups(parts.redfishHosts);
  const stranger = strangerOf(parts);
  const bmcs = new Map<string, EmulatedBmc>();
  const redfish = groups.map(async (hosts, at) => {
    const account = accountAt(parts, at);
    const name = hosts.length === 1 && hosts[0] ? `bmc-${hosts[0].name}` : "bmc-shared";
    const emulator = new RedfishEmulator({
      ...parts,
      name,
      environment: parts.redfishEnvironment,
      folder: join(parts.folder, name),
      hosts,
      passwords: account.file,
    });
    await emulator.start();
    for (const host of hosts) {
      const bmc = new RedfishBmc({
        uuid: host.uuid,
        username: account.username,
        password: account.password,
        relayPort: await freePort(),
        emulator,
        stranger,
        blackHole: (port) => blackHole(parts.supervisor, parts.redfishEnvironment, parts.logs, port),
      });
      await bmc.open();
      bmcs.set(host.name, bmc);
    }
  });
  const ipmi = parts.ipmiHosts.map(async (host, at) => {
    const account = accountAt(parts, groups.length + at);
    const bmc = await IpmiBmc.start({
      name: `bmc-${host.name}`,
      uuid: host.uuid,
      username: account.username,
      password: account.password,
      supervisor: parts.supervisor,
      environment: parts.ipmiEnvironment ?? "",
      folder: join(parts.folder, `bmc-${host.name}`),
      logs: parts.logs,
      notifyUrl: parts.notifyUrl,
    });
    bmcs.set(host.name, bmc);
  });
  await Promise.all([...redfish, ...ipmi]);
  return bmcs;
}

function accountAt(parts: BmcsParts, at: number): BmcAccount {
  return parts.accounts[at] ?? parts.strangerAccount;
}

/** One emulator with another password serves all hosts whose BMC is to know another one. */
function strangerOf(parts: BmcsParts): () => Promise<RedfishEmulator> {
  let started: Promise<RedfishEmulator> | undefined;
  return () => {
    started ??= (async () => {
      const name = "bmc-stranger";
      const emulator = new RedfishEmulator({
        ...parts,
        name,
        environment: parts.redfishEnvironment,
        folder: join(parts.folder, name),
        hosts: parts.redfishHosts,
        passwords: parts.strangerAccount.file,
      });
      await emulator.start();
      return emulator;
    })();
    return started;
  };
}

async function blackHole(
  supervisor: Supervisor,
  environment: string,
  logs: string,
  port: number,
): Promise<() => Promise<void>> {
  const process = await supervisor.spawn(`unreachable-${port}`, {
    argv: [join(environment, "bin", "python"), "-IS", asset("unreachable.py"), String(port)],
    env: {},
    cwd: logs,
    log: join(logs, `unreachable-${port}.log`),
  });
  await printedReady(process);
  return () => process.kill();
}
