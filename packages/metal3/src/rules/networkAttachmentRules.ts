import {
  at,
  kindOf,
  listOf,
  type Manifest,
  mapOf,
  nameOf,
  namespaceOf,
  sameValue,
  specOf,
  textOf,
} from "./manifest.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";

const VLANS = "spec.allowedVLANs";

function vlanFault(entry: string): string | undefined {
  const [first = "", ...rest] = entry.split("-");
  const start = vlanNumber(first);
  if (start === undefined) {
    return `\`${first}\` is no VLAN from 1 to 4094`;
  }
  if (rest.length === 0) {
    return undefined;
  }
  const end = vlanNumber(rest.join("-"));
  if (end === undefined) {
    return `\`${rest.join("-")}\` is no VLAN from 1 to 4094`;
  }
  return start < end ? undefined : `the range starts at ${start} and does not end above it`;
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
  const vlans = listOf(allowedVLANs);
  return { ...rest, mode: mode ?? "access", ...(vlans.length > 0 && { allowedVLANs: vlans }) };
}

/** An update that leaves the spec alone passes, even where the spec is wrong. */
function isUntouched({ operation, object, old }: AdmissionRequest): boolean {
  return operation === "update" && old !== undefined && sameValue(normal(object), normal(old));
}

function* attachmentsOf(host: Manifest): Iterable<readonly [attachment: string, port: string]> {
  if (kindOf(host) !== "BareMetalHost") {
    return;
  }
  for (const item of listOf(specOf(host).networkInterfaces)) {
    const entry = mapOf(item);
    const { name, namespace } = mapOf(entry.hostNetworkAttachment);
    const attachment = `${textOf(namespace) || namespaceOf(host)}/${textOf(name)}`;
    yield [attachment, `${namespaceOf(host)}/${nameOf(host)}[${textOf(entry.name) || textOf(entry.macAddress)}]`];
  }
}

function references({ object, others }: AdmissionRequest): readonly string[] {
  const attachment = `${namespaceOf(object)}/${nameOf(object)}`;
  const hosts = others.lookUp("attachments", (host) => [...attachmentsOf(host)].map(([name]) => name), attachment);
  return hosts.flatMap((host) =>
    [...attachmentsOf(host)].flatMap(([name, port]) => (name === attachment ? [port] : [])),
  );
}

function* allowedInAccessMode({ object }: AdmissionRequest): Iterable<Finding> {
  const spec = specOf(object);
  if ((spec.mode ?? "access") === "access" && listOf(spec.allowedVLANs).length > 0) {
    yield { field: VLANS };
  }
}

function* wrongVlans({ object }: AdmissionRequest): Iterable<Finding> {
  for (const [index, entry] of listOf(specOf(object).allowedVLANs).map(textOf).entries()) {
    const fault = vlanFault(entry);
    if (fault) {
      yield { field: at(VLANS, index), message: `The VLAN entry \`${entry}\`: ${fault}.` };
    }
  }
}

function* changedWhileReferenced(request: AdmissionRequest): Iterable<Finding> {
  if (isUntouched(request)) {
    return;
  }
  // The webhook looks for hosts only once the new spec is right by itself.
  if ([...allowedInAccessMode(request), ...wrongVlans(request)].length > 0) {
    return;
  }
  const hosts = references(request);
  if (hosts.length > 0) {
    yield { field: "spec", message: `The attachment is in use and cannot be changed: ${hosts.join(", ")}.` };
  }
}

function* deletedWhileReferenced(request: AdmissionRequest): Iterable<Finding> {
  const hosts = references(request);
  if (hosts.length > 0) {
    yield { field: "metadata.name", message: `The attachment is in use and cannot be deleted: ${hosts.join(", ")}.` };
  }
}

/** What the webhook of v0.14 asks of a HostNetworkAttachment. */
export const NETWORK_ATTACHMENT_RULES: readonly Rule[] = [
  {
    id: "attachment-access-vlans",
    kind: "HostNetworkAttachment",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "A port in access mode carries one VLAN, but `allowedVLANs` is set.",
    remedy: "Set `spec.mode: trunk` or `hybrid`, or remove `allowedVLANs`. Without `mode` the port is in access mode.",
    *check(request): Iterable<Finding> {
      if (!isUntouched(request)) {
        yield* allowedInAccessMode(request);
      }
    },
  },
  {
    id: "attachment-vlan",
    kind: "HostNetworkAttachment",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "An entry of `allowedVLANs` is no VLAN and no range of VLANs.",
    remedy: 'Write `"100"` or `"200-300"`, from 1 to 4094.',
    *check(request): Iterable<Finding> {
      if (!isUntouched(request)) {
        yield* wrongVlans(request);
      }
    },
  },
  {
    id: "attachment-in-use",
    kind: "HostNetworkAttachment",
    by: "webhook",
    on: ["update"],
    severity: "error",
    since: "v0.14",
    message: "The attachment is in use and cannot be changed.",
    remedy: "Take it out of the hosts' `networkInterfaces` first, or create one with another name.",
    check: changedWhileReferenced,
  },
  {
    id: "attachment-in-use",
    kind: "HostNetworkAttachment",
    by: "webhook",
    on: ["delete"],
    severity: "error",
    since: "v0.14",
    message: "The attachment is in use and cannot be deleted.",
    remedy: "Take it out of the hosts' `networkInterfaces` first.",
    check: deletedWhileReferenced,
  },
  {
    id: "attachment-referenced-by",
    kind: "HostNetworkAttachment",
    by: "webhook",
    on: ["delete"],
    severity: "warning",
    since: "v0.14",
    message: "The attachment is referenced by hosts.",
    remedy: "Take it out of the hosts' `networkInterfaces` first.",
    *check(request): Iterable<Finding> {
      const hosts = references(request);
      if (hosts.length > 0) {
        yield { field: "metadata.name", message: `The attachment is referenced by ${hosts.join(", ")}.` };
      }
    },
  },
];
