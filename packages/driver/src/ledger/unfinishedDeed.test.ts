import { describe, expect, it } from "vitest";
import { DEEDS, type DeedKind } from "../gate/deeds.js";
import type { HostRecord } from "../record/hostRecord.js";
import { unfinishedDeed } from "./unfinishedDeed.js";

const record: HostRecord = { owner: "acme/metal/prod", hostId: "node-0", incarnation: "one" };
const deedOf = (kind: DeedKind) => ({ kind, disks: ["sda"], since: "2026-01-02T03:04:05Z" });

describe("a deed that was begun and not seen to end", () => {
  it.each(Object.keys(DEEDS) as DeedKind[])("%s counts where it destroys something, and only there", (kind) => {
    const unfinished = unfinishedDeed("uuid-0", { ...record, deed: deedOf(kind) });
    expect(unfinished?.kind).toBe(DEEDS[kind].destructive);
  });

  it("is said by the name of what it was begun for", () => {
    const machine = { machineId: "web-0" } as NonNullable<HostRecord["machine"]>;
    expect(unfinishedDeed("uuid-0", { ...record, machine, deed: deedOf("reinstall") })).toMatchObject({
      host: "uuid-0",
      subject: "web-0",
      kind: "reinstall",
      disks: ["sda"],
      since: "2026-01-02T03:04:05Z",
    });
    expect(unfinishedDeed("uuid-0", { ...record, machine, deed: deedOf("takeOver") })?.subject).toBe("node-0");
  });

  it("is none where nothing is written down", () => {
    expect(unfinishedDeed("uuid-0", record)).toBeUndefined();
  });
});
