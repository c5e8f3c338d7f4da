import { fieldPath, itemsOf, objectOf } from "@ironworks/core/json";
import { equalInGo, goText, kindOf, type Manifest, namespacedNameOf, namespaceOf, specOf } from "../manifest.js";
import type { AdmissionRequest, Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";

const VLANS = "spec.allowedVLANs";

function vlanFault(entry: string): string | undefined {
  const [first = "", ...rest] = entry.split("-");
  const start = vlanNumber(first);
  if (start === undefined) {
    return `has \`${first}\`, which is not a VLAN from 1 to 4094.`;
  }
  if (rest.length === 0) {
    return undefined;
  }
  const end = vlanNumber(rest.join("-"));
  if (end === undefined) {
    return `has \`${rest.join("-")}\`, which is not a VLAN from 1 to 4094.`;
  }
  return start < end ? undefined : `is a range that starts at ${start} and does not end above it.`;
}

function vlanNumber(text: string): number | undefined {
  const value = /^[+-]?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  return value >= 1 && value <= 4094 ? value : undefined;
}

/** The spec as the server stores it, and as Go compares it: an empty list is as good as none. */
function normal(attachment: Manifest): Manifest {
  const { spec } = attachment;
  if (spec === undefined || spec === null) {
    return {};
  }
  const { allowedVLANs, mode, ...rest } = specOf(attachment);
  const vlans = itemsOf(allowedVLANs);
  return { ...rest, mode: mode ?? "access", ...(vlans.length > 0 && { allowedVLANs: vlans }) };
}

/** An update that leaves the spec alone passes, even where the spec is wrong. */
function isUntouched({ operation, object, old }: AdmissionRequest): boolean {
  return operation === "update" && old !== undefined && equalInGo(normal(object), normal(old));
}

function* attachmentsOf(host: Manifest): Iterable<readonly [attachment: string, port: string]> {
  if (kindOf(host) !== "BareMetalHost") {
    return;
  }
  for (const item of itemsOf(specOf(host).networkInterfaces)) {
    const entry = objectOf(item);
    const { name, namespace } = objectOf(entry.hostNetworkAttachment);
    const attachment = `${goText(namespace) || namespaceOf(host)}/${goText(name)}`;
    yield [attachment, `${namespacedNameOf(host)}[${goText(entry.name) || goText(entry.macAddress)}]`];
  }
}

/** Ports of hosts that use the attachment, as one text; empty when none does. */
function portsOf({ object, others }: AdmissionRequest): string {
  const attachment = namespacedNameOf(object);
  const hosts = others.lookUp("attachments", (host) => [...attachmentsOf(host)].map(([name]) => name), attachment);
  const ports = hosts.flatMap((host) =>
    [...attachmentsOf(host)].flatMap(([name, port]) => (name === attachment ? [port] : [])),
  );
  return ports.join(", ");
}

function hasVlansInAccessMode({ object }: AdmissionRequest): boolean {
  const spec = specOf(object);
  return (spec.mode ?? "access") === "access" && itemsOf(spec.allowedVLANs).length > 0;
}

function* wrongVlans({ object }: AdmissionRequest): Iterable<Finding> {
  for (const [index, entry] of itemsOf(specOf(object).allowedVLANs).map(goText).entries()) {
    const message = vlanFault(entry);
    if (message !== undefined) {
      yield { field: fieldPath(VLANS, index), message };
    }
  }
}

/** The webhook looks for hosts only once the new spec is right by itself. */
function isRightByItself(request: AdmissionRequest): boolean {
  return !hasVlansInAccessMode(request) && [...wrongVlans(request)].length === 0;
}

/** What is asked of a HostNetworkAttachment. */
export const NETWORK_ATTACHMENT_RULES: readonly Rule[] = [
  ...rulesOf(
    { kind: "HostNetworkAttachment", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.14" },
    [
      {
        id: "attachment-access-vlans",
        field: VLANS,
        message: "is set, but a port in access mode carries one VLAN.",
        remedy:
          "set `spec.mode: trunk` or `hybrid`, or remove `allowedVLANs`; without `mode` the port is in access mode",
        fault: (request) => !isUntouched(request) && hasVlansInAccessMode(request),
      },
      {
        id: "attachment-vlan",
        field: `${VLANS}[]`,
        message: "is neither a VLAN nor a range of VLANs.",
        remedy: 'write `"100"` or `"200-300"`, from 1 to 4094',
        check: (request) => (isUntouched(request) ? [] : wrongVlans(request)),
      },
    ],
  ),
  ...rulesOf({ kind: "HostNetworkAttachment", by: "webhook", on: ["update"], severity: "error", since: "v0.14" }, [
    {
      id: "attachment-in-use",
      field: "spec",
      message: "cannot be changed while hosts use the attachment.",
      remedy: "take it out of the hosts' `networkInterfaces` first, or create one with another name",
      fault: (request) => {
        const ports = isUntouched(request) || !isRightByItself(request) ? "" : portsOf(request);
        return ports !== "" && `cannot be changed while hosts use the attachment: ${ports}.`;
      },
    },
  ]),
  ...rulesOf({ kind: "HostNetworkAttachment", by: "webhook", on: ["delete"], severity: "error", since: "v0.14" }, [
    {
      id: "attachment-in-use",
      field: "metadata.name",
      message: "is used by hosts, so the attachment cannot be deleted.",
      remedy: "take it out of the hosts' `networkInterfaces` first",
      fault: (request) => {
        const ports = portsOf(request);
        return ports !== "" && `is used by ${ports}, so the attachment cannot be deleted.`;
      },
    },
  ]),
  ...rulesOf({ kind: "HostNetworkAttachment", by: "webhook", on: ["delete"], severity: "warning", since: "v0.14" }, [
    {
      id: "attachment-referenced-by",
      field: "metadata.name",
      message: "is referenced by hosts.",
      remedy: "take it out of the hosts' `networkInterfaces` first",
      fault: (request) => {
        const ports = portsOf(request);
        return ports !== "" && `is referenced by ${ports}.`;
      },
    },
  ]),
];
