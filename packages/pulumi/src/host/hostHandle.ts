import type { RootDeviceHints } from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";
import type { IronicApi } from "../route/ironicApi.js";

/** A host's own words, as its machines need them. */
export interface HostHandle {
  readonly name: string;
  readonly route: IronicApi;
  readonly rootDeviceHints?: pulumi.Input<RootDeviceHints | undefined> | undefined;
}

/** Shared by copies of this package that are installed side by side. */
const KEY = Symbol.for("ironworks.host");

/** Keeps a handle with its host, out of sight of Pulumi and of users. */
export function giveHandle(host: object, handle: HostHandle): void {
  Object.defineProperty(host, KEY, { value: handle });
}

/** The handle of a host, or undefined where the value is not a host. */
export function handleOf(host: unknown): HostHandle | undefined {
  if (host === null || typeof host !== "object") {
    return undefined;
  }
  return (host as { readonly [KEY]?: HostHandle })[KEY];
}
