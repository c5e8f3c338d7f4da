import type { Problem } from "@ironworks/core";
import { fieldOf, numberOf, textOf } from "@ironworks/core/json";
import { errorAt } from "@ironworks/core/problems";
import type { FleetDisk } from "@ironworks/ironic";
import { type ExportedResource, exportedResources } from "../pulumi/exportedResources.js";

/** An endpoint as a stack's resources name it. Credentials are not among it: the state is not decrypted. */
export interface StackRoute {
  readonly name: string;
  readonly url: string;
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
}

/** A host of a stack, or of a machine of the stack. */
export interface StackHost {
  /** Of the resource. */
  readonly name: string;
  readonly owner: string;
  readonly incarnation?: string | undefined;
  readonly nodeUuid?: string | undefined;
  readonly route?: StackRoute | undefined;
  /** What the program asks for. */
  readonly online?: boolean | undefined;
  /** The last run did not reach its end. */
  readonly unfinished: boolean;
}

/** A machine of a stack. */
export interface StackMachine {
  readonly name: string;
  readonly nodeUuid?: string | undefined;
  /** `sha256:…`. */
  readonly imageChecksum?: string | undefined;
  readonly rootDisk?: FleetDisk | undefined;
  /** Another uuid than the live one's: somebody else installed since. */
  readonly incarnation?: string | undefined;
  readonly unfinished: boolean;
}

/** What a stack's state says of hosts and machines. */
export interface StackState {
  readonly routes: readonly StackRoute[];
  readonly hosts: readonly StackHost[];
  readonly machines: readonly StackMachine[];
}

/** Reads what `pulumi stack export` prints, or a state file of Pulumi's own. `source` names it in the problem. */
export function readStackState(text: string, source: string): StackState | Problem {
  const resources = exportedResources(text);
  if (resources === undefined) {
    return errorAt(source, "is not the state of a Pulumi stack.", "give what `pulumi stack export` prints");
  }
  return (
    stackStateOf(resources) ??
    errorAt(
      source,
      "has neither hosts nor machines of Ironworks.",
      "choose another stack, run `pulumi up` first, or look at an endpoint alone with `--endpoint`",
    )
  );
}

/** What resources say of hosts and machines; undefined where there are none. */
export function stackStateOf(resources: readonly ExportedResource[]): StackState | undefined {
  const routes = new Map<string, StackRoute>();
  const hosts: StackHost[] = [];
  const machines: StackMachine[] = [];
  /** Of machines: they may be those of another stack. */
  const hostsOfMachines: StackHost[] = [];
  for (const resource of resources) {
    const { kind } = resource;
    if (kind === undefined) {
      continue;
    }
    const record: Readonly<Record<string, unknown>> = { ...resource.inputs, ...resource.outputs };
    const route = routeOf(record.route);
    if (route) {
      routes.set(`${route.name} ${route.url}`, route);
    }
    const meta = record.ironworks;
    const common = {
      name: textOf(fieldOf(meta, "name")) ?? resource.name,
      incarnation: textOf(fieldOf(meta, "incarnation")),
      nodeUuid: textOf(record.nodeUuid) ?? textOf(fieldOf(record.host, "nodeUuid")),
      unfinished: fieldOf(meta, "settled") !== true,
    };
    if (kind === "ProvisionedMachine") {
      machines.push({ ...common, imageChecksum: checksumOf(record), rootDisk: diskOf(record.rootDisk) });
      const [hostId, owner] = [textOf(fieldOf(record.host, "hostId")), textOf(fieldOf(record.host, "owner"))];
      const host = { ...common, incarnation: undefined, route, unfinished: false };
      hostsOfMachines.push({ ...host, name: hostId ?? common.name, owner: owner ?? "" });
    } else {
      const online = typeof record.online === "boolean" ? record.online : undefined;
      const owner = textOf(fieldOf(meta, "owner")) ?? "";
      hosts.push({ ...common, owner, route, online });
    }
  }
  if (hosts.length + machines.length === 0) {
    return undefined;
  }
  const foreign = hostsOfMachines.filter(({ nodeUuid }) => !hosts.some((host) => host.nodeUuid === nodeUuid));
  return { routes: [...routes.values()], hosts: [...hosts, ...foreign], machines };
}

/** The endpoint that a resource names. */
export function routeOf(value: unknown): StackRoute | undefined {
  const [name, url] = [textOf(fieldOf(value, "name")), textOf(fieldOf(value, "endpoint"))];
  if (name === undefined || url === undefined) {
    return undefined;
  }
  const pem = fieldOf(value, "caPem");
  const ca = typeof pem === "string" ? pem : textOf(fieldOf(value, "caFile"));
  return { name, url, ca, insecure: fieldOf(value, "insecure") === true };
}

/** Of what was installed; else of what is wanted. */
function checksumOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const wanted = fieldOf(record.image, "checksum");
  const [algorithm, value] = [textOf(fieldOf(wanted, "algorithm")), textOf(fieldOf(wanted, "value"))];
  return textOf(fieldOf(record.installed, "imageChecksum")) ?? (algorithm && value && `${algorithm}:${value}`);
}

/** A root disk of a state. */
export function diskOf(value: unknown): FleetDisk | undefined {
  const name = textOf(fieldOf(value, "name"));
  const [serial, wwn] = [textOf(fieldOf(value, "serial")), textOf(fieldOf(value, "wwn"))];
  return name === undefined ? undefined : { name, serial, wwn, sizeGiB: numberOf(fieldOf(value, "sizeGiB")) ?? 0 };
}
