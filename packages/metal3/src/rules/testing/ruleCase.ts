import type { AnyRelease } from "../../releases/release.js";
import type { CheckOptions } from "../checkObject.js";
import type { Manifest } from "../manifest.js";

/** One object and its verdict: a row of the committed table that stands in for the server. */
export interface RuleCase {
  readonly object: Manifest;
  readonly release?: AnyRelease | undefined;
  /** What the update replaces, the state of the host, other objects. */
  readonly given?: Omit<CheckOptions, "release"> | undefined;
  /** Other rules that refuse the object as well. */
  readonly also?: readonly string[] | undefined;
}

/** A rule with objects on both sides of it. */
export interface RuleCases {
  readonly rule: string;
  /** Objects that break the rule. */
  readonly broken: readonly RuleCase[];
  /** Objects near by that do not. */
  readonly kept: readonly RuleCase[];
}

const METADATA = { name: "rack2-u07", namespace: "site-a" };

export const BMC = {
  address: "redfish-virtualmedia://10.30.2.7/redfish/v1/Systems/1",
  credentialsName: "rack2-u07-bmc",
};

export const MAC = "0c:42:a1:5e:07:10";

/** A host that every release takes, with changes. */
export function host(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return object("BareMetalHost", { online: true, bootMACAddress: MAC, bmc: BMC, ...spec }, metadata);
}

/** The host with another BMC address. */
export function hostAt(address: string, spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return host({ bmc: { ...BMC, address }, ...spec }, metadata);
}

export function annotated(annotations: Readonly<Record<string, string>>, spec: Manifest = {}): Manifest {
  return host(spec, { annotations });
}

export function object(kind: string, spec: Manifest | undefined, metadata: Manifest = {}): Manifest {
  return {
    apiVersion: "metal3.io/v1alpha1",
    kind,
    metadata: { ...METADATA, ...metadata },
    ...(spec && { spec }),
  };
}

/** An image that every release takes, with changes. */
export function image(changes: Manifest = {}): Manifest {
  return {
    url: "https://images.site-a.example/debian-13.qcow2",
    checksum: "e3".repeat(32),
    checksumType: "sha256",
    format: "qcow2",
    ...changes,
  };
}

export const LEGACY = "v0.1.0";
export const V12 = "v0.12.6";
export const V13 = "v0.13.2";
export const V14 = "v0.14.0-rc.0";

export const REDFISH = "redfish://10.30.2.7/redfish/v1/Systems/1";
export const IPMI = "ipmi://10.30.2.7";

/** An object in a set with others. */
export function among(subject: Manifest, ...others: readonly Manifest[]): RuleCase {
  return { object: subject, given: { others: [subject, ...others] } };
}

/** Another host than {@link host}, of the same namespace. */
export function otherHost(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return host(
    { bootMACAddress: "0c:42:a1:5e:08:10", bmc: { ...BMC, address: "redfish-virtualmedia://10.30.2.8" }, ...spec },
    { name: "rack2-u08", ...metadata },
  );
}
