import { join } from "node:path";
import { asset } from "../assets.js";
import type { HostHardware } from "../host/labHost.js";
import { onFreePort } from "../process/port.js";
import { printedReady } from "../process/printedReady.js";
import type { Supervisor } from "../process/supervisor.js";
import type { EmulatedBmc } from "./emulatedBmc.js";
import { IpmiBmc } from "./ipmiBmc.js";
import { RedfishBmc } from "./redfishBmc.js";
import { type RedfishEmulatorsParts, startRedfishEmulators, troublesFile } from "./redfishEmulators.js";

/** Up to so many hosts each have an emulator process and a password of their own; more share one. */
const OWN_EMULATOR_LIMIT = 8;

/** An account with the password file that knows it. */
export interface Account {
  readonly username: string;
  readonly password: string;
  readonly file: string;
}

export interface BmcsParts extends Omit<RedfishEmulatorsParts, "environment"> {
  readonly redfishHosts: readonly HostHardware[];
  readonly ipmiHosts: readonly HostHardware[];
  /** Python environments. */
  readonly redfishEnvironment: string;
  readonly ipmiEnvironment: string | undefined;
  /** Of each group of Redfish hosts, then of each IPMI host. */
  readonly accounts: readonly Account[];
  /** In no host's spec. */
  readonly wrongAccount: Account;
  /** A certificate that nobody trusts, and its key. */
  readonly untrusted: { readonly certificate: string; readonly key: string };
}

/** Hosts that share an emulator process. */
export function emulatorGroups<T>(hosts: readonly T[]): readonly (readonly T[])[] {
  return hosts.length > OWN_EMULATOR_LIMIT ? [hosts] : hosts.map((host) => [host]);
}

/** Starts the BMCs of all hosts. */
export async function startBmcs(parts: BmcsParts): Promise<Map<string, EmulatedBmc>> {
  const bmcs = await Promise.all([startRedfish(parts), startIpmi(parts)]);
  return new Map(bmcs.flat());
}

type NamedBmc = readonly [string, EmulatedBmc];

async function startRedfish(parts: BmcsParts): Promise<NamedBmc[]> {
  const groups = emulatorGroups(parts.redfishHosts);
  const specs = groups.map((hosts, at) => ({
    name: hosts.length === 1 && hosts[0] ? `bmc-${hosts[0].name}` : "bmc-shared",
    hosts,
    passwords: accountAt(parts, at).file,
  }));
  if (specs.length === 0) {
    return [];
  }
  const ports = await startRedfishEmulators("bmcs", specs, { ...parts, environment: parts.redfishEnvironment });
  const wrongPassword = extraEmulator("bmc-wrong-password", parts, { passwords: parts.wrongAccount.file });
  const untrusted = groups.map((hosts, at) =>
    extraEmulator(`bmc-untrusted-${at}`, parts, { hosts, passwords: accountAt(parts, at).file, ...parts.untrusted }),
  );
  const bmcs = groups.flatMap((hosts, at) => hosts.map((host) => ({ host, at })));
  return Promise.all(
    bmcs.map(({ host, at }) =>
      onFreePort(async (relayPort) => {
        const bmc = new RedfishBmc({
          uuid: host.uuid,
          username: accountAt(parts, at).username,
          password: accountAt(parts, at).password,
          relayPort,
          emulatorPort: ports[at] ?? 0,
          wrongPassword,
          untrusted: () => untrusted[at]?.() ?? Promise.resolve(0),
          troubles: troublesFile(parts.folder, specs[at]?.name ?? ""),
          makeUnreachable: (port) => makeUnreachable(parts.supervisor, parts.redfishEnvironment, parts.logs, port),
        });
        await bmc.open();
        return [host.name, bmc] as const;
      }),
    ),
  );
}

function startIpmi(parts: BmcsParts): Promise<NamedBmc[]> {
  const first = emulatorGroups(parts.redfishHosts).length;
  return Promise.all(
    parts.ipmiHosts.map(async (host, at) => {
      const { username, password } = accountAt(parts, first + at);
      const bmc = await IpmiBmc.start({
        name: `bmc-${host.name}`,
        uuid: host.uuid,
        username,
        password,
        supervisor: parts.supervisor,
        environment: parts.ipmiEnvironment ?? "",
        folder: join(parts.folder, `bmc-${host.name}`),
        logs: parts.logs,
        notifyUrl: parts.notifyUrl,
      });
      return [host.name, bmc] as const;
    }),
  );
}

function accountAt(parts: BmcsParts, at: number): Account {
  return parts.accounts[at] ?? parts.wrongAccount;
}

/** Another emulator of the same systems, of all where none are named; started when first needed. */
function extraEmulator(
  name: string,
  parts: BmcsParts,
  other: {
    readonly passwords: string;
    readonly hosts?: readonly HostHardware[];
    readonly certificate?: string;
    readonly key?: string;
  },
): () => Promise<number> {
  let started: Promise<number> | undefined;
  const { hosts = parts.redfishHosts, passwords, certificate = parts.certificate, key = parts.key } = other;
  return () => {
    started ??= startRedfishEmulators(name, [{ name, hosts, passwords }], {
      ...parts,
      certificate,
      key,
      environment: parts.redfishEnvironment,
    }).then(([port]) => port ?? 0);
    return started;
  };
}

async function makeUnreachable(
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
