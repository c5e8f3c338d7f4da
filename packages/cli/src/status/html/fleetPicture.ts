import type { FleetStatus, HostStatus } from "../hostStatus.js";
import { html, type Markup } from "./markup.js";

const WIDTH = 1200;
const GAP = 4;
const LARGEST = 36;
const SMALLEST = 14;

/** Colour of a host: what is settled and bears no system is calmer than what does. */
export function colourOf({ group, provisionState }: HostStatus): string {
  return group === "settled" && provisionState !== "active" ? "idle" : group;
}

/** A square a host, in the table's order, and how many there are in each state. */
export function fleetPicture(status: FleetStatus): Markup {
  const { hosts } = status;
  const side = Math.max(
    SMALLEST,
    Math.min(LARGEST, Math.floor(Math.sqrt((WIDTH * 220) / Math.max(1, hosts.length))) - GAP),
  );
  const perRow = Math.floor((WIDTH + GAP) / (side + GAP));
  const height = Math.ceil(hosts.length / perRow) * (side + GAP);
  const squares = hosts.map((host, index) => {
    const [x, y] = [(index % perRow) * (side + GAP), Math.floor(index / perRow) * (side + GAP)];
    return html`<rect class="${colourOf(host)}" x="${x}" y="${y}" width="${side}" height="${side}" rx="4"><title>${host.host}: ${host.state}</title></rect>`;
  });
  const states = [...new Map(hosts.map((host) => [host.state, host])).values()];
  const legend = states.map(
    (host) =>
      html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="${colourOf(host)}" width="12" height="12" rx="3"/></svg>${status.summary[host.state] ?? 0} ${host.state}</li>`,
  );
  const words = Object.entries(status.summary)
    .map(([state, count]) => `${count} ${state}`)
    .join(", ");
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words}">${squares}</svg><ul class="legend">${legend}</ul>`;
}
