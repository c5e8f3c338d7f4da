import { randomUUID } from "node:crypto";
import type { Ownership } from "@ironworks/core";

/** Who holds a server, or the system on it: one resource of one stack, and by which attach. */
export interface Stamp extends Named {
  /** Rotated at each attach. */
  readonly incarnation: string;
  /** Given up: nobody holds it. A tombstone. */
  readonly detached?: boolean | undefined;
}

/** A resource of a stack. */
export interface Named {
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** The resource's own name, e.g. `node-0`. */
  readonly name: string;
}

/** A token that was never used before. */
export function newIncarnation(): string {
  return randomUUID();
}

/** ``stack `acme/metal/prod`, as `node-0` `` */
export function ownerText(owner: Pick<Ownership, "owner" | "hostId">): string {
  return `stack \`${owner.owner}\`, as \`${owner.hostId}\``;
}

/** Why a resource holds nothing any more. */
export type NotHeld =
  /** The record is not there, or cannot be read. */
  | "unrecorded"
  /** Another stack has it. */
  | "elsewhere"
  /** Another resource of this stack has it. */
  | "sibling"
  /** The same resource attached again, in a run that the state knows nothing of. */
  | "newer";

/** Whether a resource may change what a record stands for. */
export type Holding =
  | {
      readonly held: true;
      /** The record has another owner or name than wanted, or says that it was given up: it is to be written anew. */
      readonly due: boolean;
    }
  | { readonly held: false; readonly why: NotHeld };

/**
 * Whether the live record is still the attach that a resource stored. The incarnation proves it, together with the owner:
 * a state that was copied into another stack has the same incarnation, until that stack's first update writes its own
 * owner. A name is no part of the proof, so that resources can be renamed, and a rename that broke off goes on.
 *
 * @param wanted - Owner and name of the resource in the program that runs; where it was renamed they differ from the
 *   stored ones. Absent where there is no program, as in a delete.
 */
export function holdingOf(live: Stamp | undefined, stored: Stamp, wanted: Named = stored): Holding {
  if (!live) {
    return { held: false, why: "unrecorded" };
  }
  if (live.owner !== stored.owner && live.owner !== wanted.owner) {
    return { held: false, why: "elsewhere" };
  }
  if (live.incarnation === stored.incarnation) {
    return { held: true, due: !sameName(live, wanted) || live.detached === true };
  }
  return { held: false, why: sameName(live, wanted) || live.name === stored.name ? "newer" : "sibling" };
}

/** What a record is to a resource that is to be created. */
export type Standing =
  /** Its own, held or given up. */
  | "ours"
  /** Given up by this stack under another name: nobody holds it, and the stack may have it back. */
  | "given-up-here"
  /** Held by this stack under another name. */
  | "held-here"
  | "given-up-elsewhere"
  | "held-elsewhere";

/** Decided by the record alone; never by what the name of a server in the route looks like. */
export function standingOf(live: Omit<Stamp, "incarnation">, wanted: Named): Standing {
  if (live.owner !== wanted.owner) {
    return live.detached ? "given-up-elsewhere" : "held-elsewhere";
  }
  if (live.name === wanted.name) {
    return "ours";
  }
  return live.detached ? "given-up-here" : "held-here";
}

function sameName(a: Named, b: Named): boolean {
  return a.owner === b.owner && a.name === b.name;
}
