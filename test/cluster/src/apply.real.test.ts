import { hashOf } from "@ironworks/core/json";
import { Cluster, type ClusterObject } from "@ironworks/lab";
import {
  isKindName,
  KNOWN_RELEASES,
  type KubernetesObject,
  kindsOf,
  objectIdentity,
  type Release,
} from "@ironworks/metal3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { define } from "./definitions.js";
import { renderedSets } from "./renderedSets.js";
import { sampleObjects } from "./sampleObjects.js";

/** Each of their sets goes to the server as a whole; of the others what these have not shown yet. */
const WHOLE: readonly Release[] = ["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"];
/** What stays between sets: the server takes a namespace away only with a controller manager. */
const KEPT = ["Namespace", "CustomResourceDefinition"];
const NAMESPACE = "sample-objects";

describe("what we render, on a real API server", () => {
  let cluster: Cluster;
  /** By content: what the server has taken twice. */
  const shown = new Set<string>();

  beforeAll(async () => {
    cluster = await Cluster.start({ certManager: true });
    await cluster.admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  });
  afterAll(() => cluster?.stop());

  /** Applies objects in their order, then once more; says what the server has against them. */
  async function applyTwice(objects: readonly KubernetesObject[]): Promise<string[]> {
    const wrong: string[] = [];
    const apply = async (object: KubernetesObject): Promise<ClusterObject | undefined> => {
      try {
        const { object: stored, warnings } = await cluster.gitops.apply(object);
        wrong.push(...warnings.map((warning) => `${objectIdentity(object)} warns: ${warning}`));
        return stored;
      } catch (error) {
        wrong.push(`${objectIdentity(object)}: ${String(error)}`);
        return undefined;
      }
    };
    const names = objects.filter(isDefinition).map(({ metadata }) => metadata.name);
    for (const object of objects.filter((each) => each.kind === "Namespace" || isDefinition(each))) {
      await apply(object);
    }
    await cluster.established(names);
    for (const object of objects) {
      await apply(object);
    }
    if (wrong.length > 0) {
      return wrong;
    }
    for (const object of objects) {
      const before = await cluster.admin.get(object);
      const after = await apply(object);
      if (after && changeMark(after) !== changeMark(before)) {
        wrong.push(`${objectIdentity(object)} changes when applied again`);
      }
    }
    for (const object of objects) {
      if (wrong.length === 0) {
        shown.add(hashOf(object));
      }
    }
    await Promise.all(
      objects
        .filter(({ kind }) => !KEPT.includes(kind))
        .map((object) => cluster.admin.delete(object).catch(() => undefined)),
    );
    return wrong;
  }

  describe.each(WHOLE)("%s", (release) => {
    const sets = renderedSets(release);

    it.each(sets.map(({ flags, objects }) => [flags, objects] as const))(
      "takes deploy.sh %s without a warning, and applying it again changes nothing",
      async (_flags, objects) => {
        expect(await applyTwice(objects)).toEqual([]);
      },
    );

    it("serves every kind, and takes an object of each", async () => {
      for (const object of sampleObjects(release, NAMESPACE)) {
        const { warnings } = await cluster.gitops.create(object);
        expect([object.kind, warnings]).toEqual([object.kind, []]);
        await cluster.admin.delete(object);
      }
      expect(
        sampleObjects(release, NAMESPACE)
          .map(({ kind }) => kind)
          .filter(isKindName)
          .sort(),
      ).toEqual([...kindsOf(release)].sort());
    });
  });

  it("takes the kinds of ironic-standalone-operator, and an object of each", async () => {
    await define(cluster, "irso-v0.11.0");
    for (const object of sampleObjects("irso-v0.11.0", NAMESPACE)) {
      expect((await cluster.gitops.create(object)).warnings).toEqual([]);
      await cluster.admin.delete(object);
    }
  });

  it("would say so if something were wrong", async () => {
    const metadata = { name: "control", namespace: NAMESPACE };
    expect(
      await applyTwice([
        { apiVersion: "v1", kind: "ConfigMap", metadata, dta: {} },
        { apiVersion: "v1", kind: "Endpoints", metadata },
        { apiVersion: "v1", kind: "Service", metadata: { ...metadata, name: "Control" } },
      ]),
    ).toEqual([
      expect.stringMatching(/ConfigMap.*field not declared in schema/),
      expect.stringMatching(/Endpoints.* warns: /),
      expect.stringMatching(/Service.*Invalid value/),
    ]);
  });

  it.each(KNOWN_RELEASES.filter((release) => !WHOLE.includes(release)))("takes what is new in %s", async (release) => {
    const fresh = new Map<string, KubernetesObject>();
    for (const { objects } of renderedSets(release)) {
      for (const object of objects) {
        if (!shown.has(hashOf(object))) {
          fresh.set(objectIdentity(object) + hashOf(object), object);
        }
      }
    }
    for (const objects of oneOfEach([...fresh.values()])) {
      expect(await applyTwice(objects)).toEqual([]);
    }
  });
});

function isDefinition({ kind }: { readonly kind: string }): boolean {
  return kind === "CustomResourceDefinition";
}

/** Both rise with any change; only of the spec, in the case of the generation. */
function changeMark({ metadata }: ClusterObject): string {
  return `${metadata.resourceVersion}/${metadata.generation ?? ""}`;
}

/** Lists in which no object is there twice: forms of one object that differ by flags. */
function oneOfEach(objects: readonly KubernetesObject[]): readonly (readonly KubernetesObject[])[] {
  const lists: Map<string, KubernetesObject>[] = [];
  for (const object of objects) {
    const identity = objectIdentity(object);
    const free = lists.find((list) => !list.has(identity));
    if (free) {
      free.set(identity, object);
    } else {
      lists.push(new Map([[identity, object]]));
    }
  }
  return lists.map((list) => [...list.values()]);
}
