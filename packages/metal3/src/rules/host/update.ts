import { HOST_ANNOTATIONS } from "../../kinds/hostAnnotations.js";
import { type Manifest, specOf } from "../manifest.js";
import type { AdmissionRequest, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { bootMacOf } from "./bootMac.js";
import { bmcAddressOf } from "./operatorBmc.js";

function isExternal(host: Manifest): boolean {
  return specOf(host).externallyProvisioned === true;
}

function changesAddress({ object, old }: AdmissionRequest): boolean {
  const before = old ? bmcAddressOf(old) : "";
  return before !== "" && bmcAddressOf(object) !== before;
}

function stateWords(state: string): string {
  return state === "" ? "in no known state" : `\`${state}\``;
}

/** What is asked of changes to a host. Every update is checked as a creation, too. */
export const HOST_UPDATE_RULES: readonly Rule[] = rulesOf(
  { kind: "BareMetalHost", by: "webhook", on: ["update"], severity: "error" },
  [
    {
      id: "host-bmc-address-immutable",
      until: "v0.5",
      field: "spec.bmc.address",
      message: "cannot be changed once it is set.",
      remedy: "restore the address, or delete the host and create it again",
      fault: changesAddress,
    },
    {
      id: "host-bmc-address-in-use",
      since: "v0.6",
      field: "spec.bmc.address",
      message: "can only be changed while the host is registering or detached.",
      remedy: `restore the address; or annotate the host with \`${HOST_ANNOTATIONS.detached}\`, wait, then change it`,
      fault: (request) => {
        const { state, operationalStatus } = request;
        if (!changesAddress(request) || state === "registering" || operationalStatus === "detached") {
          return undefined;
        }
        return `can only be changed while the host is registering or detached; the host is ${stateWords(state)}.`;
      },
    },
    {
      id: "host-boot-mac-immutable",
      until: "v0.11",
      field: "spec.bootMACAddress",
      message: "cannot be changed once it is set, not even in its case.",
      remedy: "restore the address as it was written, or delete the host and create it again",
      fault: ({ object, old }) => {
        const before = old ? bootMacOf(old) : "";
        return before !== "" && bootMacOf(object) !== before;
      },
    },
    {
      id: "host-boot-mac-immutable",
      since: "v0.12",
      field: "spec.bootMACAddress",
      message: "cannot be changed once it is set.",
      remedy: "restore the address, or delete the host and create it again",
      fault: ({ object, old }) => {
        const before = old ? bootMacOf(old) : "";
        return before !== "" && bootMacOf(object).toLowerCase() !== before.toLowerCase();
      },
    },
    {
      id: "host-externally-provisioned-immutable",
      since: "v0.11",
      until: "v0.12",
      field: "spec.externallyProvisioned",
      message: "cannot be changed.",
      remedy: "restore it, or delete the host and create it again",
      fault: ({ object, old }) => old && isExternal(old) !== isExternal(object),
    },
    {
      id: "host-externally-provisioned-off",
      since: "v0.13",
      until: "v0.13",
      field: "spec.externallyProvisioned",
      message: "cannot be turned off.",
      remedy: "restore it, or delete the host and create it again; v0.14 allows the change",
      fault: ({ object, old }) => old && isExternal(old) && !isExternal(object),
    },
    {
      id: "host-externally-provisioned-on",
      since: "v0.13",
      field: "spec.externallyProvisioned",
      message: "can only be turned on while the host is available.",
      remedy: "wait until the host is `available`",
      fault: ({ object, old, state }) => {
        if (!old || isExternal(old) || !isExternal(object) || state === "available") {
          return undefined;
        }
        return `can only be turned on while the host is available; the host is ${stateWords(state)}.`;
      },
    },
  ],
);
