import { setTimeout as sleep } from "node:timers/promises";
import { Cluster, type ClusterObject } from "@ironworks/lab";
import { type AnyRelease, type CustomResourceDefinition, crd, type KindName, kindsOf } from "@ironworks/metal3";
import type { StructuralSchema } from "@ironworks/metal3/kinds";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { define } from "./definitions.js";
import { changedObjects, validObjects } from "./kindObjects.js";
import { ourVerdict, serverVerdict } from "./verdict.js";

const RELEASE: AnyRelease = "v0.14.0-rc.0";
const NAMESPACE = "updates";
const SEED = Number(process.env.IRONWORKS_SEED ?? 20_261_124);
const OBJECTS = Number(process.env.IRONWORKS_OBJECTS ?? 40);
const CHANGES = 5;
const PROBES = 2_000;
const SERVED_MS = 60_000;
/** What a schema asks of values, beyond their types. */
const LIMITS = [
  "enum",
  "format",
  "maximum",
  "maxItems",
  "maxLength",
  "minimum",
  "minItems",
  "minLength",
  "pattern",
  "required",
];

let cluster: Cluster;
/** Objects that an earlier, looser definition let in. */
let stored: readonly ClusterObject[];

beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  const loose = kindsOf(RELEASE).map((kind) => withoutLimits(crd(kind, RELEASE)));
  await Promise.all(loose.map((definition) => cluster.admin.apply({ ...definition })));
  await cluster.established(loose.map(({ metadata }) => metadata.name));
  const objects = kindsOf(RELEASE).flatMap((kind) =>
    fc.sample(changedObjects(validObjects(kind, RELEASE, NAMESPACE)), { seed: SEED, numRuns: OBJECTS }),
  ) as ClusterObject[];
  const written: ClusterObject[] = [];
  for (const [at, object] of objects.entries()) {
    const named = { ...object, metadata: { ...object.metadata, name: `example-${at}` } };
    if ((await serverVerdict(cluster.admin, named)).layer !== "accepted") {
      continue;
    }
    await cluster.admin.create(named);
    written.push(named);
  }
  const probes = await Promise.all(kindsOf(RELEASE).map(probeOf));
  await define(cluster, RELEASE);
  await inForce(probes.flat());
  stored = await Promise.all(written.map((object) => cluster.admin.get(object)));
});
afterAll(() => cluster?.stop());

it("agrees with our validators on updates: what was wrong before may stay, and nothing else", async () => {
  const found: string[] = [];
  let tolerated = 0;
  for (const old of stored) {
    const changed = fc.sample(changedObjects(fc.constant(old)), { seed: SEED, numRuns: CHANGES });
    for (const object of [old, ...changed]) {
      const server = await serverVerdict(cluster.admin, object, "replace");
      const ours = ourVerdict(object, RELEASE, old);
      if (ours.layer === "accepted" && ourVerdict(object, RELEASE).layer === "schema") {
        tolerated += 1;
      }
      if (server.layer === ours.layer && String(server.fields) === String(ours.fields)) {
        continue;
      }
      const [was, is] = [JSON.stringify(old.spec), JSON.stringify((object as ClusterObject).spec)];
      found.push(
        [`server ${server.layer}: ${server.message}`, `ours ${ours.layer}: ${ours.message}`, was, is].join("\n"),
      );
    }
  }
  expect(found).toEqual([]);
  expect(tolerated).toBeGreaterThan(OBJECTS / 2);
});

function withoutLimits(definition: CustomResourceDefinition): CustomResourceDefinition {
  const copy = structuredClone(definition);
  for (const { schema } of copy.spec.versions) {
    const { properties } = schema.openAPIV3Schema;
    if (properties?.spec) {
      Object.assign(schema.openAPIV3Schema, { properties: { ...properties, spec: loose(properties.spec) } });
    }
  }
  return copy;
}

function loose(schema: StructuralSchema): StructuralSchema {
  return JSON.parse(JSON.stringify(schema), (_name, value) => {
    if (typeof value !== "object" || value === null || !("type" in value)) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).filter(([name, limit]) => !LIMITS.includes(name) || isSchema(limit)),
    );
  });
}

/** A property may have the name of a limit. */
function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value;
}

/** An object that the looser definition takes and the other one does not; none where the two are the same. */
async function probeOf(kind: KindName): Promise<unknown[]> {
  const definition = crd(kind, RELEASE);
  if (JSON.stringify(definition) === JSON.stringify(withoutLimits(definition))) {
    return [];
  }
  const samples = changedObjects(validObjects(kind, RELEASE, NAMESPACE));
  for (const object of fc.sample(samples, { seed: SEED, numRuns: PROBES })) {
    if (
      ourVerdict(object, RELEASE).layer === "schema" &&
      (await serverVerdict(cluster.admin, object)).layer === "accepted"
    ) {
      return [object];
    }
  }
  return expect.fail(`no object tells the two definitions of ${kind} apart`);
}

/** The server takes a moment to serve a definition that changed: until it refuses what only the looser one took. */
async function inForce(probes: readonly unknown[]): Promise<void> {
  for (const deadline = Date.now() + SERVED_MS; ; await sleep(100)) {
    const verdicts = await Promise.all(probes.map((probe) => serverVerdict(cluster.admin, probe)));
    if (verdicts.every(({ layer }) => layer === "schema")) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error("the server still serves the looser definitions");
    }
  }
}
