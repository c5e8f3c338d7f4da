import type { KubernetesObject } from "@ironworks/metal3";
import type { Format } from "../objects/formatObjects.js";
import type { Output } from "../runProgram.js";
import { DEFAULT_COLUMNS, wrap } from "../terminal/wrap.js";
import { ClusterError, clusterChanges } from "./clusterSource.js";
import { formatDiff } from "./formatDiff.js";
import { diffObjects, type ObjectChange } from "./objectDiff.js";

const INDENTS = { first: "", rest: "  " };

/**
 * Shows what applying objects would change.
 *
 * @param existing - What there is; undefined for what is in the cluster.
 * @returns 0 where nothing would change, 1 where something would, 2 where the cluster cannot be asked.
 */
export async function compare(
  objects: readonly KubernetesObject[],
  existing: readonly KubernetesObject[] | undefined,
  format: Format,
  { out, error, columns = DEFAULT_COLUMNS }: Output,
): Promise<0 | 1 | 2> {
  let changes: readonly ObjectChange[];
  try {
    changes = existing === undefined ? await clusterChanges(objects) : diffObjects(objects, existing);
  } catch (problem) {
    if (!(problem instanceof ClusterError)) {
      throw problem;
    }
    error(`${wrap(`ironworks render: ${problem.message} [${problem.code}]`, columns, INDENTS).join("\n")}\n`);
    return 2;
  }
  const unchanged = objects.length - changes.filter(({ change }) => change !== "absent").length;
  out(format === "json" ? `${JSON.stringify(changes, null, 2)}\n` : formatDiff(changes, unchanged));
  return changes.length === 0 ? 0 : 1;
}
