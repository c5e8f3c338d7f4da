import { ageOf } from "../terminal/age.js";
import { type ChosenColumns, type Column, fitColumns } from "../terminal/fitColumns.js";
import type { FleetStatus, HostStatus } from "./hostStatus.js";

/** The columns of a status; the endpoint where there are several. */
function columnsOf(status: FleetStatus): readonly Column<HostStatus>[] {
  const several = new Set(status.hosts.map(({ endpoint }) => endpoint)).size > 1;
  return [
    { head: "host", cell: ({ host }) => host, shrinks: 12, stays: true },
    { head: "endpoint", cell: ({ endpoint }) => (several ? endpoint : ""), worth: 3 },
    { head: "state", cell: stateCell, shrinks: 18 },
    { head: "since", cell: ({ since }) => ageOf(since, status.at) },
    { head: "heartbeat", cell: ({ lastHeartbeat }) => ageOf(lastHeartbeat, status.at), worth: 6 },
    { head: "power", cell: ({ power }) => (power === "unknown" ? "?" : power), worth: 7 },
    { head: "disk", cell: diskCell, worth: 5 },
    { head: "serial", cell: ({ disk }) => disk?.serial ?? disk?.wwn ?? "", worth: 2 },
    { head: "machine", cell: ({ machine }) => machine ?? "", worth: 4 },
    { head: "owner", cell: ({ owner }) => owner ?? "", worth: 1 },
    { head: "differs", cell: ({ differences }) => differences.map(differenceWord).join(", ") },
  ];
}

/**
 * The columns that fit.
 *
 * @param columns - Of the terminal. Undefined: everything.
 */
export function chooseColumns(status: FleetStatus, columns: number | undefined): ChosenColumns {
  return fitColumns(columnsOf(status), status.hosts, columns);
}

/** The step without its interface: `installing write_image`. */
function stateCell({ state, step, group }: HostStatus): string {
  const mark = group === "failed" || group === "lost" ? "✗ " : "";
  return `${mark}${state}${step === null ? "" : ` ${step.slice(step.indexOf(".") + 1)}`}`;
}

function diskCell({ disk }: HostStatus): string {
  if (!disk) {
    return "";
  }
  const size = disk.sizeGiB ? `${disk.sizeGiB} GiB` : "";
  return [disk.name?.replace(/^\/dev\//, "") ?? "", size].filter(Boolean).join(" ");
}

function differenceWord({ kind }: HostStatus["differences"][number]): string {
  return kind === "power" ? "power" : kind;
}
