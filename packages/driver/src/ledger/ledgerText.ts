import type { Deed } from "@ironworks/core";

/** `` `web-0`: reinstall, nvme0n1 (serial NV-0007, 447 GiB), `image` changed ``. */
export function deedText({ subject, kind, disks, why }: Deed, since?: string): string {
  const stake = disks.length > 0 ? disks.join(" and ") : "disks not known";
  const begun = since === undefined ? "" : `, begun at ${since} by an earlier run and not seen to end`;
  return `\`${subject}\`: ${kind}, ${stake}, ${why}${begun}`;
}

/** What a run would destroy, host by host, against what it may. */
export function exceededText(
  deeds: readonly string[],
  { limit, name }: { readonly limit: string; readonly name: string },
): string {
  const hosts = deeds.length === 1 ? "1 host" : `${deeds.length} hosts`;
  return `this run would destroy something on ${hosts}, and \`${name}\` is ${limit} (${deeds.join("; ")})`;
}
