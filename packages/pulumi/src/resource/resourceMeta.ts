/** The resources that the provider knows, by the name in their type. */
export type ResourceKind = "BareMetalHost" | "ProvisionedMachine";

/** `pulumi-nodejs:ironworks:<kind>`: what Pulumi files the resource under. */
export function resourceType(kind: ResourceKind): string {
  return `pulumi-nodejs:ironworks:${kind}`;
}

/** What every resource carries beside its own inputs: the shim of dynamic providers tells us none of it. */
export interface ResourceMeta {
  readonly resource: ResourceKind;
  /** Version of what is stored; a later provider reads all earlier ones. */
  readonly version: 1;
  /** The resource's name in the program. */
  readonly name: string;
  /** `<organisation>/<project>/<stack>`, or what `ironworks:owner` says. */
  readonly owner: string;
  /** `<project>/<stack>`, where `owner` does not say it. Never a difference. */
  readonly stack?: string | undefined;
  /** Types of the components around it, as in its URN, e.g. `acme:index:Rack$`. Follows the code's structure; never a difference. */
  readonly parents?: string | undefined;
}

/** Where progress is shown. Told by its parts, because it stands in the state twice. */
export function urnOf({ resource, name, owner, stack: where, parents = "" }: ResourceMeta): string {
  const [project, stack] = where?.split("/") ?? owner.split("/").slice(1);
  return `urn:pulumi:${stack}::${project}::${parents}${resourceType(resource)}::${name}`;
}

/** The part of a URN that {@link urnOf} cannot tell from elsewhere. */
export function parentsIn(urn: string, resource: ResourceKind): string | undefined {
  const types = urn.split("::")[2] ?? "";
  return types.slice(0, -resourceType(resource).length) || undefined;
}

/** What is stored beside the outputs. Owner and name are those that the server's record has, also after a rename that failed. */
export interface StoredMeta extends ResourceMeta {
  readonly incarnation: string;
  /** False where the last create or update did not reach its end: the next run goes on from there. */
  readonly settled: boolean;
}

/** Beside the outputs goes who the driver says has the server, not who the program says should. */
export function storedMeta(
  meta: ResourceMeta,
  { owner, name, incarnation }: Pick<StoredMeta, "owner" | "name" | "incarnation">,
  settled: boolean,
): StoredMeta {
  return { ...meta, owner, name, incarnation, settled };
}

/** Whether a resource was renamed, or its stack. */
export function isRenamed(stored: ResourceMeta, wanted: ResourceMeta): boolean {
  return stored.owner !== wanted.owner || stored.name !== wanted.name;
}

/** What a preview says of a rename, so that its update frightens nobody. */
export function renameNotes(stored: ResourceMeta, wanted: ResourceMeta): readonly string[] {
  const from = [
    ...(stored.name === wanted.name ? [] : [`renamed from \`${stored.name}\``]),
    ...(stored.owner === wanted.owner ? [] : [`comes from stack \`${stored.owner}\``]),
  ];
  return from.length === 0 ? [] : [`${from.join(", ")}; that changes its record on the node and nothing else`];
}
