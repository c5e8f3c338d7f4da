import type { ProblemSource, Severity } from "@ironworks/core/problems";
import type { Metal3KindName } from "../kinds/generated/registry.gen.js";
import type { AnyRelease } from "../releases/release.js";
import type { Manifest } from "./manifest.js";
import type { ObjectSet } from "./objectSet.js";

/** What is done with an object. */
export type Operation = "create" | "update" | "delete";

/** One object on its way to the API server. */
export interface AdmissionRequest {
  /** What is done with it. */
  readonly operation: Operation;
  /** The object as it becomes; of a delete, as it is. */
  readonly object: Manifest;
  /** The object as the server holds it; for updates and deletes. */
  readonly old?: Manifest | undefined;
  /** The release of baremetal-operator that is installed. */
  readonly release: AnyRelease;
  /** Provisioning state of the host, e.g. `inspecting`; empty when it has none yet. */
  readonly state: string;
  /** Operational status of the host, e.g. `detached`. */
  readonly operationalStatus: string;
  /** What is known to exist: the set that is applied, this object included, or objects of the cluster. */
  readonly others: ObjectSet;
}

/** Where a rule found something wrong, and what exactly when the rule's own words are too general. */
export interface Finding {
  /** Path in the object, e.g. `spec.bmc.address`. */
  readonly field: string;
  /** Replaces the rule's message, and has its grammar. Never holds a secret. */
  readonly message?: string | undefined;
  /** Replaces the rule's remedy, and has its grammar. */
  readonly remedy?: string | undefined;
}

/** One thing that is asked of an object, as data. */
export interface Rule {
  /** Stable: may be used in CI configuration. */
  readonly id: string;
  /** The kind of which it is asked. */
  readonly kind: Metal3KindName | "any";
  /** Who asks it. */
  readonly by: ProblemSource;
  /** What is done with the object when it is asked. */
  readonly on: readonly Operation[];
  /** `error`: rejected (or, for advice, sure to fail). `warning`: taken, worth a look. */
  readonly severity: Severity;
  /** First release that has it. Absent: every release. */
  readonly since?: AnyRelease | undefined;
  /** Last release that has it. */
  readonly until?: AnyRelease | undefined;
  /** Releases in between that lack it. */
  readonly except?: readonly AnyRelease[] | undefined;
  /** Path of the field that it is about, e.g. `spec.updates[].url`: `[]` is any item, `*` any field. */
  readonly field: string;
  /** What is wrong when the rule is broken, as what a sentence says of the field: `is missing.` */
  readonly message: string;
  /** What to do, as a request without a full stop: `use sha256 or sha512`. */
  readonly remedy: string;
  /** Where the object breaks the rule; nothing when it does not. */
  readonly check: (request: AdmissionRequest) => Iterable<Finding>;
}
