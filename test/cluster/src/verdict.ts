import { type ClusterClient, type ClusterObject, ClusterRequestError } from "@ironworks/lab";
import { type AnyRelease, refusedBy, validateKind } from "@ironworks/metal3";

/** Which layer refuses an object, and where. */
export interface LayerVerdict {
  readonly layer: "accepted" | "strict" | "schema";
  /** Fields that are named, sorted, each once. */
  readonly fields: readonly string[];
  readonly message: string;
}

/** What the real server says to creating an object, or to replacing one; nothing is stored. */
export async function serverVerdict(
  client: ClusterClient,
  object: unknown,
  operation: "create" | "replace" = "create",
): Promise<LayerVerdict> {
  try {
    await client[operation](object as ClusterObject, { dryRun: true });
    return { layer: "accepted", fields: [], message: "" };
  } catch (error) {
    if (!(error instanceof ClusterRequestError) || ![400, 422].includes(error.status)) {
      throw error;
    }
    const unknown = [...error.message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(
      ([, field]) => field ?? "",
    );
    const layer = error.message.includes("strict decoding error") ? "strict" : "schema";
    const fields =
      layer === "strict" ? unknown : error.causes.map(({ field }) => field).filter((field) => field !== "<nil>");
    return { layer, fields: sorted(fields), message: error.message };
  }
}

/** What our validators say to it. */
export function ourVerdict(object: unknown, release: AnyRelease, old?: unknown): LayerVerdict {
  const problems = validateKind(object, release, { old });
  const layer = refusedBy(problems) ?? "accepted";
  const counted = layer === "strict" ? problems.filter(({ by }) => by === "strict") : problems;
  return {
    layer,
    fields: sorted(counted.map(({ field }) => field)),
    message: problems.map(({ rule, field, message }) => `${rule} ${field}: ${message}`).join("; "),
  };
}

function sorted(fields: readonly string[]): readonly string[] {
  return [...new Set(fields)].sort();
}
