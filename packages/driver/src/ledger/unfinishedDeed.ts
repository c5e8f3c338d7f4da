import type { UnfinishedDeed } from "@ironworks/core";
import { deedEffect } from "../gate/deeds.js";
import type { HostRecord } from "../record/hostRecord.js";

/** What a run began with a server and nobody saw the end of, where that destroys something; for the ledger of the next run. */
export function unfinishedDeed(id: string, { deed, hostId, machine }: HostRecord): UnfinishedDeed | undefined {
  const kind = deed && deedEffect(deed.kind).destructive;
  if (!deed || !kind) {
    return undefined;
  }
  const subject = kind === "takeover" ? hostId : (machine?.machineId ?? hostId);
  return { host: id, subject, kind, disks: deed.disks, why: "begun before", since: deed.since };
}
