import { bmcAddressOf } from "./hostBmcRules.js";
import { type Manifest, specOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

function macOf(host: Manifest): string {
  return textOf(specOf(host).bootMACAddress);
}

function isExternal(host: Manifest): boolean {
  return specOf(host).externallyProvisioned === true;
}

function changesAddress(object: Manifest, old: Manifest | undefined): boolean {
  const before = old ? bmcAddressOf(old) : "";
  return before !== "" && bmcAddressOf(object) !== before;
}

/** What the webhook asks of changes to a host. Every update is checked as a creation, too. */
export const HOST_UPDATE_RULES: readonly Rule[] = [
  {
    id: "host-bmc-address-immutable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    until: "v0.5",
    message: "The BMC address cannot be changed once it is set.",
    remedy: "Restore the address, or delete the host and create it again.",
    *check({ object, old }): Iterable<Finding> {
      if (changesAddress(object, old)) {
        yield { field: "spec.bmc.address" };
      }
    },
  },
  {
    id: "host-bmc-address-in-use",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    since: "v0.6",
    message: "The BMC address can only be changed while the host is registering or detached.",
    remedy: "Restore the address; or annotate the host with `baremetalhost.metal3.io/detached`, wait, then change it.",
    *check({ object, old, state, operationalStatus }): Iterable<Finding> {
      if (!changesAddress(object, old) || state === "registering" || operationalStatus === "detached") {
        return;
      }
      const now = state === "" ? "in no known state" : `\`${state}\``;
      yield {
        field: "spec.bmc.address",
        message: `The BMC address can only be changed while the host is registering or detached; it is ${now}.`,
      };
    },
  },
  {
    id: "host-boot-mac-immutable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    until: "v0.11",
    message: "`bootMACAddress` cannot be changed once it is set, not even in its case.",
    remedy: "Restore the address as it was written, or delete the host and create it again.",
    *check({ object, old }): Iterable<Finding> {
      const before = old ? macOf(old) : "";
      if (before !== "" && macOf(object) !== before) {
        yield { field: "spec.bootMACAddress" };
      }
    },
  },
  {
    id: "host-boot-mac-immutable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    since: "v0.12",
    message: "`bootMACAddress` cannot be changed once it is set.",
    remedy: "Restore the address, or delete the host and create it again.",
    *check({ object, old }): Iterable<Finding> {
      const before = old ? macOf(old) : "";
      if (before !== "" && macOf(object).toLowerCase() !== before.toLowerCase()) {
        yield { field: "spec.bootMACAddress" };
      }
    },
  },
  {
    id: "host-externally-provisioned-immutable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    since: "v0.11",
    until: "v0.12",
    message: "`externallyProvisioned` cannot be changed.",
    remedy: "Restore it, or delete the host and create it again.",
    *check({ object, old }): Iterable<Finding> {
      if (old && isExternal(old) !== isExternal(object)) {
        yield { field: "spec.externallyProvisioned" };
      }
    },
  },
  {
    id: "host-externally-provisioned-off",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    since: "v0.13",
    until: "v0.13",
    message: "`externallyProvisioned` cannot be turned off.",
    remedy: "Restore it, or delete the host and create it again; v0.14 allows the change.",
    *check({ object, old }): Iterable<Finding> {
      if (old && isExternal(old) && !isExternal(object)) {
        yield { field: "spec.externallyProvisioned" };
      }
    },
  },
  {
    id: "host-externally-provisioned-on",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["update"],
    severity: "error",
    since: "v0.13",
    message: "`externallyProvisioned` can only be turned on while the host is available.",
    remedy: "Wait until the host is `available`.",
    *check({ object, old, state }): Iterable<Finding> {
      if (!old || isExternal(old) || !isExternal(object) || state === "available") {
        return;
      }
      const now = state === "" ? "in no known state" : `\`${state}\``;
      yield {
        field: "spec.externallyProvisioned",
        message: `\`externallyProvisioned\` can only be turned on while the host is available; it is ${now}.`,
      };
    },
  },
];
