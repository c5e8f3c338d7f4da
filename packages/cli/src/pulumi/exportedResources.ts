import { fieldOf, itemsOf, objectOf, textOf } from "@ironworks/core/json";

/** A resource of a stack's state. Secrets in it are not decrypted. */
export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  /** Of ours: what it is. */
  readonly kind?: "BareMetalHost" | "ProvisionedMachine" | undefined;
  /** Last part of its URN. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Why a delete calls nobody; undefined where it does. */
  readonly keptBy?: "retainOnDelete" | "deletedWith" | undefined;
}

/**
 * The resources in what `pulumi stack export` prints, or in a state file of Pulumi's own backend, without those on their way out
 * after a replacement; undefined for what is not a state.
 */
export function exportedResources(text: string): readonly ExportedResource[] | undefined {
  try {
    const state: unknown = JSON.parse(text);
    const deployment = fieldOf(state, "deployment") ?? fieldOf(fieldOf(state, "checkpoint"), "latest");
    if (typeof deployment !== "object" || deployment === null) {
      return undefined;
    }
    return itemsOf(fieldOf(deployment, "resources"))
      .filter((resource) => fieldOf(resource, "delete") !== true)
      .map(exportedResource);
  } catch {
    return undefined;
  }
}

/** Types of our resources, as the engine writes them. */
const KINDS: ReadonlyMap<string, ExportedResource["kind"]> = new Map(
  (["BareMetalHost", "ProvisionedMachine"] as const).map((kind) => [`pulumi-nodejs:ironworks:${kind}`, kind]),
);

/** A resource as a state or a preview holds it. */
export function exportedResource(resource: unknown): ExportedResource {
  const found = fieldOf(resource, "urn");
  // With components around it, it may be longer than any text.
  const urn = typeof found === "string" ? found : "";
  const type = textOf(fieldOf(resource, "type")) ?? "";
  const retained = fieldOf(resource, "retainOnDelete") === true;
  const together = textOf(fieldOf(resource, "deletedWith")) !== undefined;
  return {
    urn,
    type,
    kind: KINDS.get(type),
    name: urn.slice(urn.lastIndexOf("::") + 2),
    inputs: objectOf(fieldOf(resource, "inputs")) ?? {},
    outputs: objectOf(fieldOf(resource, "outputs")) ?? {},
    keptBy: retained ? "retainOnDelete" : together ? "deletedWith" : undefined,
  };
}
