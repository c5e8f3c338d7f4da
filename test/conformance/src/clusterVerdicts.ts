import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Cluster, type ClusterObject, ClusterRequestError } from "@ironworks/lab";
import { type AnyRelease, crd, isRelease, kindsOf, refusedBy, validateKind } from "@ironworks/metal3";
import { parse } from "yaml";
import type { Comparison, ConformancePart } from "./part.js";

interface Verdict {
  readonly id: string;
  readonly operatorVersion: string;
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly rejectedBy: "accepted" | "strict-decoding" | "schema" | "webhook";
  readonly yaml: string;
  readonly oldYaml?: string | undefined;
}

const FILES = ["webhook_corpus.json", "webhook_corpus_kinds.json"];
type Layer = "strict" | "schema" | "passed on";
const LAYERS: Readonly<Record<string, Layer>> = { "strict-decoding": "strict", schema: "schema" };

/**
 * Every object of the corpus sent to a real API server with our definitions of its release: it is refused by the layer
 * that refused it when the corpus was recorded with upstream's, and by the same one of ours. Nothing serves webhooks here:
 * what they refused passes.
 */
export const clusterVerdictsPart: ConformancePart = {
  name: "cluster-verdicts",
  async run(dataFolder: string): Promise<readonly Comparison[]> {
    const verdicts = FILES.flatMap((file) => {
      const found: Verdict[] = JSON.parse(readFileSync(join(dataFolder, "corpus", file), "utf8"));
      return found.filter(({ operation }) => operation !== "DELETE");
    });
    const comparisons: Comparison[] = [];
    for (const release of new Set(verdicts.map(({ operatorVersion }) => operatorVersion))) {
      if (!isRelease(release)) {
        throw new Error(`${release} is not a release of ours`);
      }
      const cluster = await Cluster.start({ log: (line) => process.stderr.write(`${line}\n`) });
      try {
        await define(cluster, release);
        for (const verdict of verdicts.filter(({ operatorVersion }) => operatorVersion === release)) {
          comparisons.push(await compare(cluster, verdict, release));
        }
      } finally {
        await cluster.stop();
      }
    }
    return comparisons;
  },
};

async function define(cluster: Cluster, release: AnyRelease): Promise<void> {
  const definitions = kindsOf(release).map((kind) => crd(kind, release));
  await Promise.all(definitions.map((definition) => cluster.admin.apply({ ...definition })));
  await cluster.established(definitions.map(({ metadata }) => metadata.name));
}

async function compare(cluster: Cluster, verdict: Verdict, release: AnyRelease): Promise<Comparison> {
  const name = `${release}: ${verdict.id}`;
  const object = inNamespace(parse(verdict.yaml));
  const old = verdict.oldYaml === undefined ? undefined : inNamespace(parse(verdict.oldYaml));
  const [server, message] = await send(cluster, object, old);
  const problems = validateKind(object, release, { old });
  const ours = refusedBy(problems) ?? "passed on";
  const recorded = LAYERS[verdict.rejectedBy] ?? "passed on";
  if (server === recorded && server === ours) {
    return { name, ok: true };
  }
  const listed = problems.map(({ rule, field, message: text }) => `${rule} ${field}: ${text}`);
  return {
    name,
    ok: false,
    difference: [`server ${server}, recorded ${recorded}, ours ${ours}: ${message}`, ...listed].join("\n"),
  };
}

/** What the server says to creating the object, or to putting it in the place of the old one. */
async function send(cluster: Cluster, object: ClusterObject, old: ClusterObject | undefined): Promise<[Layer, string]> {
  const { admin } = cluster;
  await namespace(cluster, object);
  const stored = old && (await admin.create(old)).object;
  try {
    if (stored) {
      const { uid, resourceVersion } = stored.metadata;
      await admin.replace({ ...object, metadata: { ...object.metadata, uid, resourceVersion } }, { dryRun: true });
    } else {
      await admin.create(object, { dryRun: true });
    }
    return ["passed on", ""];
  } catch (error) {
    if (!(error instanceof ClusterRequestError)) {
      throw error;
    }
    return [error.message.includes("strict decoding error") ? "strict" : "schema", error.message];
  } finally {
    if (stored) {
      await admin.patch(stored, { metadata: { finalizers: null } });
      await admin.delete(stored);
    }
  }
}

async function namespace(cluster: Cluster, { metadata }: ClusterObject): Promise<void> {
  const name = metadata.namespace ?? "default";
  await cluster.admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
}

function inNamespace(object: ClusterObject): ClusterObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace ?? "default" } };
}
