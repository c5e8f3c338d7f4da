import type { AnyRelease, LineOf } from "../releases/release.js";

/** What a table of types by line holds for a release: `AtRelease<"v0.13.2", { "v0.13": A; "v0.14": B }>` is `A`. */
export type AtRelease<R extends AnyRelease, Table> = Table[LineOf<R> & keyof Table];
