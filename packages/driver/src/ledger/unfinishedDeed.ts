import type { DestructiveKind, UnfinishedDeed } from "@ironworks/core";
import type { DeedKind } from "../gate/deeds.js";
import type { HostRecord } from "../record/hostRecord.js";

/** What the ledger calls a destructive deed. */
const DESTRUCTIVE: Readonly<Partial<Record<DeedKind, DestructiveKind>>> = {
  takeOver: "takeover",
  installOver: "first install on an adopted server",
  reinstall: "reinstall",
  clean: "deprovision",
};

/** What a run began with a server and nobody saw the end of, where that destroys something; for the ledger of the next run. */
export function unfinishedDeed(id: string, { deed, hostId, machine }: HostRecord): UnfinishedDeed | undefined {
  const kind = deed && DESTRUCTIVE[deed.kind];
  if (!deed || !kind) {
    return undefined;
  }
  const subject = kind === "takeover" ? hostId : (machine?.machineId ?? hostId);
  return { host: id, subject, kind, disks: deed.disks, why: "begun before", since: deed.since };
}
