import type { Manifest } from "@ironworks/metal3";
import type { Account } from "../../pulumi/endpointAccount.js";
import type { Verdict } from "../finding.js";

/** An Ironic API to be looked at. */
export interface EndpointTarget {
  /** The route's name. */
  readonly name: string;
  readonly url: string;
  /** Authorities to trust, PEM; absent: the system's. */
  readonly ca?: string | undefined;
  readonly insecure: boolean;
  readonly account: Account;
}

/** Where a BMC listens. */
export interface BmcPlace {
  readonly family: "redfish" | "ipmi";
  readonly host: string;
  readonly port: number;
  /** HTTPS; always false for IPMI. */
  readonly tls: boolean;
}

/** A server, as the state, a manifest, Ironic or the command line names it. */
export interface HostTarget {
  readonly name: string;
  /** Name of its endpoint; absent where it is not driven through one. */
  readonly endpoint?: string | undefined;
  /** Its node; absent where it is not enrolled. */
  readonly nodeUuid?: string | undefined;
  /** Absent where nobody says, e.g. nodes of a driver that is not known here. */
  readonly bmc?: BmcPlace | undefined;
  /** What Ironic must have enabled: `driver`, and interfaces as `<kind>_interface`. */
  readonly needs: Readonly<Record<string, string>>;
}

/** A file that servers or Ironic fetch. */
export interface FileTarget {
  readonly kind: "ramdisk" | "image" | "file";
  readonly url: string;
  /** Who needs it: `node-0`, `route site-a`. */
  readonly usedBy: string;
  /** Digits with their algorithm, or a URL. */
  readonly checksum?: string | undefined;
}

/** Everything that is to be looked at. */
export interface Target {
  readonly endpoints: readonly EndpointTarget[];
  readonly hosts: readonly HostTarget[];
  readonly files: readonly FileTarget[];
  /** Kubernetes objects of the control plane. */
  readonly objects: readonly Manifest[];
  /** What was found while reading. */
  readonly notes: readonly Verdict[];
}

export function joinTargets(...targets: readonly Target[]): Target {
  return {
    endpoints: targets.flatMap(({ endpoints }) => endpoints),
    // By name: a state has them in the order in which they happened to be done.
    hosts: targets
      .flatMap(({ hosts }) => hosts)
      .sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true })),
    files: targets.flatMap(({ files }) => files),
    objects: targets.flatMap(({ objects }) => objects),
    notes: targets.flatMap(({ notes }) => notes),
  };
}
