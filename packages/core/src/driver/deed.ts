/**
 * What takes data off a server, or a server away from whoever uses it. The first install on a host that we enrolled, and
 * taking a machine off a host whose disks stay, are none of these.
 */
export type DestructiveKind =
  /** A change that only another install applies. */
  | "reinstall"
  /** Another install of the same, asked for by a token. */
  | "rebuild"
  /** A machine taken off its host, whose disks are cleaned then. */
  | "deprovision"
  /** Disks erased because the program asked for it. */
  | "erase"
  /** A server that is switched on and not ours, powered by us. */
  | "takeover"
  /** The first install on a server that we did not enrol. */
  | "first install on an adopted server";

/** Something destructive that is about to be done to one server. */
export interface Deed {
  /** Opaque id of the server in its route: the same text for the same server. */
  readonly host: string;
  /** Host or machine as the program names it. */
  readonly subject: string;
  /** What is to be done. */
  readonly kind: DestructiveKind;
  /** The disks at stake, as people know them; empty where nobody knows which. */
  readonly disks: readonly string[];
  /** What asks for it, in a few words, e.g. `` `image` changed ``. */
  readonly why: string;
}

/** A deed that an earlier run began, and that nobody has seen the end of. */
export interface UnfinishedDeed extends Deed {
  /** When it began, in ISO 8601. */
  readonly since: string;
}

/** Why a deed must not be done. */
export interface DeedRefusal {
  /** What the whole run wants to destroy, and how much it may. */
  readonly detail: string;
  /** How to allow exactly that, and what else to do. */
  readonly remedy: string;
}

/** Counts what one run destroys, over all of its resources. Asked before each destructive deed. */
export interface DestructionLedger {
  /** Undefined where the deed may be done; it counts from then on. A host counts once, whatever is done to it. */
  admit(deed: Deed): DeedRefusal | undefined;
  /** Makes deeds of earlier runs count, until their own hosts take them up again. */
  noteUnfinished(deeds: readonly UnfinishedDeed[]): void;
}
