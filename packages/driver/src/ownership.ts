import { randomUUID } from "node:crypto";
import type { Ownership } from "@ironworks/core";

/** A token that was never used before. */
export function newIncarnation(): string {
  return randomUUID();
}

/** Does the host belong to this resource of this stack? Says nothing about which attach. */
export function sameOwner(a: Pick<Ownership, "owner" | "hostId">, b: Pick<Ownership, "owner" | "hostId">): boolean {
  return a.owner === b.owner && a.hostId === b.hostId;
}

/** Is it the very attach that we hold? Only then may anything be changed. */
export function sameAttach(stored: Ownership, live: Ownership): boolean {
  return sameOwner(stored, live) && stored.incarnation === live.incarnation;
}

/** ``stack `acme/metal/prod`, as `node-0` `` */
export function ownerText(owner: Pick<Ownership, "owner" | "hostId">): string {
  return `stack \`${owner.owner}\`, as \`${owner.hostId}\``;
}
