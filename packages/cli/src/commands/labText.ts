import type { ActiveFault, FaultKind, LabStatus, LedgerEntry, RequestEntry } from "@ironworks/lab";
import { table } from "../terminal/table.js";

/** A lab for people: what it is, and what to try next. */
export function statusText(status: LabStatus, columns: number | undefined): string {
  const [host] = status.hosts;
  const hosts = status.hosts.map((one) => [
    one.name,
    one.bootMACAddress,
    one.power,
    `${one.cpus} CPU, ${one.memoryGiB} GiB, ${one.disks.length} disks`,
  ]);
  const lines = [
    `Ironic       ${status.endpoint}`,
    `Credentials  ${status.credentialsFile} (only you can read it)`,
    `Logs         ${status.logs}`,
    `Ramdisk      ${status.ramdisk.iso}`,
    ...status.images.map((image) => `Image        ${image.url}\n  ${image.checksum}`),
    "",
    table(["host", "boot MAC", "power", "hardware"], hosts, columns),
    "",
    table(
      ["host", "BMC address"],
      status.hosts.map((one) => [one.name, one.bmcAddress]),
      columns,
    ),
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
    [`ironworks lab fault${name}`, "the faults there are"],
    [`ironworks lab fault bmc-refused --host ${host?.name ?? "node-0"}${name}`, "one of them on (--off: off)"],
    [`ironworks lab ledger${name}`, "what happened to disks and power"],
    [`ironworks lab down${name}`, "end it"],
  ];
  lines.push("", table(["try next", ""], next, columns));
  return lines.join("\n");
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
