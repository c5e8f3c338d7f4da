import { isRecord } from "@ironworks/core/json";
import type { Problem } from "@ironworks/core/problems";
import { type AnyRelease, checkObjects, type Manifest, type Verdict } from "@ironworks/metal3";
import type { ManifestDocument } from "./readManifests.js";

/** The verdict on one document; a `List` is one, with its items' problems below `items[0]` and so on. */
export interface DocumentVerdict extends Verdict {
  readonly document: ManifestDocument;
}

/** What is known of the objects besides their files. */
export interface VerdictOptions {
  /** Provisioning state of the hosts that are updated, or `detached`. */
  readonly state?: string | undefined;
  /** Namespace of objects that name none. */
  readonly namespace?: string | undefined;
}

/** The verdicts on documents, seen together. */
export function verdictsOf(
  documents: readonly ManifestDocument[],
  old: readonly ManifestDocument[],
  release: AnyRelease,
  { state, namespace }: VerdictOptions,
): readonly DocumentVerdict[] {
  const within = (object: Manifest): Manifest => inNamespace(object, namespace);
  const objects = documents.map(({ object }) => itemsOf(object).map(within));
  const verdicts = checkObjects(objects.flat(), {
    release,
    everyLayer: true,
    old: old.flatMap(({ object }) => itemsOf(object)).map(within),
    ...(state === "detached" ? { operationalStatus: state } : state !== undefined && { state }),
  });
  let next = 0;
  return documents.map((document, index) => {
    const count = objects[index]?.length ?? 0;
    const own = verdicts.slice(next, next + count);
    next += count;
    return { ...joined(document.object, own), document };
  });
}

/** The objects of a document: the items of a list, or the object itself. */
function itemsOf(object: Manifest): readonly Manifest[] {
  return isList(object) ? object.items.filter(isRecord) : [object];
}

function isList(object: Manifest): object is Manifest & { readonly items: readonly unknown[] } {
  return Array.isArray(object.items) && typeof object.kind === "string" && object.kind.endsWith("List");
}

function joined(object: Manifest, verdicts: readonly Verdict[]): Verdict {
  const [only] = verdicts;
  if (only && !isList(object)) {
    return only;
  }
  const problems = verdicts.flatMap((verdict, index) =>
    verdict.problems.map((problem): Problem => ({ ...problem, field: `items[${index}].${problem.field}` })),
  );
  const name = isRecord(object.metadata) && typeof object.metadata.name === "string" ? object.metadata.name : "";
  return { kind: String(object.kind ?? ""), name, accepted: verdicts.every(({ accepted }) => accepted), problems };
}

function inNamespace(object: Manifest, namespace: string | undefined): Manifest {
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  if (namespace === undefined || metadata.namespace !== undefined) {
    return object;
  }
  return { ...object, metadata: { ...metadata, namespace } };
}
