/** The resources that the provider knows, by the name in their type. */
export type ResourceKind = "BareMetalHost" | "ProvisionedMachine";

/** `pulumi-nodejs:dynamic/ironworks:<kind>`: what Pulumi files the resource under. */
export function resourceType(kind: ResourceKind): string {
  return `pulumi-nodejs:dynamic/ironworks:${kind}`;
}

/** What every resource carries beside its own inputs: the shim of dynamic providers tells us none of it. */
export interface ResourceMeta {
  readonly resource: ResourceKind;
  /** Version of what is stored; a later provider reads all earlier ones. */
  readonly version: 1;
  /** The resource's name in the program. */
  readonly name: string;
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** Where progress is shown. Changes with the code's structure; never a difference. */
  readonly urn: string;
}

/** What is stored beside the outputs. */
export interface StoredMeta extends ResourceMeta {
  readonly incarnation: string;
  /** False where the last create or update did not reach its end: the next run goes on from there. */
  readonly settled: boolean;
}
