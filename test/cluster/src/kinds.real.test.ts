import { Cluster } from "@ironworks/lab";
import { type AnyRelease, type KindName, kindsOf } from "@ironworks/metal3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { define } from "./definitions.js";
import { changedObjects, validObjects } from "./kindObjects.js";
import { ourVerdict, serverVerdict } from "./verdict.js";

const RELEASES: readonly AnyRelease[] = ["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0", "irso-v0.11.0"];
const NAMESPACE = "kinds";
/** Other objects in other runs: `IRONWORKS_SEED`. */
const SEED = Number(process.env.IRONWORKS_SEED ?? 20_261_124);
const VALID = Number(process.env.IRONWORKS_OBJECTS ?? 12);
const CHANGED = VALID * 5;
/** Requests that are under way together. */
const TOGETHER = 6;

describe.each(RELEASES)("our validators of %s, and the real API server", (release) => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start();
    await cluster.admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    await define(cluster, release);
  });
  afterAll(() => cluster?.stop());

  /** Differences in the layer that refuses, or in the fields that are named. */
  async function differences(objects: readonly unknown[]): Promise<string[]> {
    const found: string[] = [];
    const waiting = [...objects];
    const work = async (): Promise<void> => {
      for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
        const [server, ours] = [await serverVerdict(cluster.admin, object), ourVerdict(object, release)];
        if (server.layer === ours.layer && String(server.fields) === String(ours.fields)) {
          continue;
        }
        found.push(
          [
            `server ${server.layer}: ${server.message}`,
            `ours ${ours.layer}: ${ours.message}`,
            JSON.stringify(object),
          ].join("\n"),
        );
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    return found;
  }

  it.each(kindsOf(release).map((kind): [KindName] => [kind]))("agree on %s", async (kind) => {
    const valid = validObjects(kind, release, NAMESPACE);
    const sample = { seed: SEED };
    expect(await differences(fc.sample(valid, { ...sample, numRuns: VALID }))).toEqual([]);
    expect(await differences(fc.sample(changedObjects(valid), { ...sample, numRuns: CHANGED }))).toEqual([]);
  });
});
