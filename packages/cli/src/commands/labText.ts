import type { ActiveFault, FaultKind, LabStatus, LedgerEntry, PrunedItem, RequestEntry } from "@ironworks/lab";
import type { LabCredentials } from "../lab/labCredentials.js";
import { table } from "../terminal/table.js";

/**
 * A lab for people: what a program needs of it, and what to try next. What one copies stands on a line of its own, whole.
 *
 * @param credentials - Shown where they are given.
 */
export function statusText(status: LabStatus, columns: number | undefined, credentials?: LabCredentials): string {
  const [host] = status.hosts;
  const hosts = status.hosts.map((one) => [
    one.name,
    one.bootMACAddress,
    one.power,
    `${one.cpus} CPU, ${one.memoryGiB} GiB, ${one.disks.length} disks`,
  ]);
  const lines = [
    `Ironic       ${status.endpoint}`,
    `Ramdisk      ${status.ramdisk.iso}`,
    ...status.images.flatMap((image) => [`Image        ${image.url}`, image.checksum]),
    "",
    ...credentialLines(status, credentials),
    "CA of the BMCs, PEM",
    `  ${status.caFile}`,
    "Logs",
    `  ${status.logs}`,
    "",
    table(["host", "boot MAC", "power", "hardware"], hosts, columns),
    "",
    "BMC ADDRESS",
    ...status.hosts.flatMap((one) => [`${one.name}`, one.bmcAddress]),
  ];
  if (status.faults.length > 0) {
    lines.push(
      "",
      table(
        ["fault", "host"],
        status.faults.map((fault) => [fault.name, fault.host ?? "(lab)"]),
        columns,
      ),
    );
  }
  const name = status.name === "default" ? "" : ` --name ${status.name}`;
  const next = [
    `ironworks lab up --project site${name}`,
    "  a Pulumi project for this lab, in a new folder",
    `ironworks lab fault${name}`,
    "  the faults there are",
    `ironworks lab fault bmc-refused --host ${host?.name ?? "node-0"}${name}`,
    "  one of them on (--off: off)",
    `ironworks lab ledger${name}`,
    "  what happened to disks and power",
    `ironworks lab down${name}`,
    "  end it",
  ];
  return [...lines, "", "TRY NEXT", ...next].join("\n");
}

function credentialLines(status: LabStatus, credentials: LabCredentials | undefined): readonly string[] {
  if (credentials === undefined) {
    return [
      "Credentials: JSON that only you can read (`--show-secrets` prints them)",
      `  ${status.credentialsFile}`,
      '  { "ironic": { "username", "password" },',
      '    "bmcs": { "<host>": { "username", "password" } } }',
    ];
  }
  const accounts = [["Ironic", credentials.ironic] as const, ...Object.entries(credentials.bmcs)];
  const rows = accounts.map(([of, { username, password }]) => [of, username, password]);
  return [table(["credentials", "user name", "password"], rows, undefined), ""];
}

/** What was written for a lab, and how to go on. */
export function projectText(status: LabStatus, folder: string, commands: readonly string[]): string {
  return [
    `A Pulumi project for the lab's ${status.hosts.length} hosts is in ${folder}. It has a backend of its own, a folder, and its`,
    "secrets are encrypted by a passphrase that lies beside them: enough for a lab, whose",
    "passwords end with it, and not for servers.",
    "",
    "Go on with these commands; they need `pulumi` on PATH:",
    "",
    ...commands.map((command) => `  ${command}`),
  ].join("\n");
}

/** What was removed, or would be. */
export function pruneText(pruned: readonly PrunedItem[], isDryRun: boolean): string {
  if (pruned.length === 0) {
    return "Nothing to remove.";
  }
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  const total = pruned.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...pruned.map(({ path, bytes }) => `${mib(bytes).padStart(9)}  ${path}`),
    `${isDryRun ? "Would free" : "Freed"} ${mib(total)}.`,
  ].join("\n");
}

/** Every fault, and where it is on. */
export function faultList(
  faults: Readonly<Record<string, FaultKind>>,
  active: readonly ActiveFault[],
  columns: number | undefined,
): string {
  const rows = Object.entries(faults).map(([name, kind]) => {
    const on = active.filter((fault) => fault.name === name).map((fault) => fault.host ?? "lab");
    return [name, on.join(" ") || "-", kind.summary];
  });
  const settings = Object.entries(faults).flatMap(([name, kind]) =>
    Object.entries(kind.options ?? {}).map(([option, { default: value, summary }]) => [
      name,
      `--set ${option}=${value}`,
      summary,
    ]),
  );
  return [
    table(["fault", "on", "what happens"], rows, columns),
    "",
    table(["fault", "setting and default", "what"], settings, columns),
  ].join("\n");
}

/** What happened to disks and power, an event a row. */
export function ledgerTable(entries: readonly LedgerEntry[], columns: number | undefined): string {
  const rows = entries.map((entry) => [
    entry.at.slice(11, 23),
    entry.host,
    entry.kind,
    entry.disk ?? "",
    entry.bytes === undefined ? "" : String(entry.bytes),
    entry.reason,
  ]);
  return table(["time (UTC)", "host", "kind", "disk", "bytes", "reason"], rows, columns);
}

/** How often each request was made. */
export function requestTable(entries: readonly RequestEntry[], columns: number | undefined): string {
  const counts = new Map<string, number>();
  for (const { by, method, route } of entries) {
    const key = `${by} ${method} ${route}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].map(([key, count]) => [String(count), ...key.split(" ")]);
  return table(["count", "by", "method", "route"], rows, columns);
}
