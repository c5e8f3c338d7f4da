import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareCluster } from "./prepareCluster.js";

/** Settings that these tests change. */
const CHANGED = ["IRONWORKS_CACHE", "GOMODCACHE", "GOCACHE", "GOPROXY"] as const;

describe("preparing a cluster", () => {
  const before = Object.fromEntries(CHANGED.map((name) => [name, process.env[name]]));
  let cache: string;

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), "ironworks-test-"));
    Object.assign(process.env, { IRONWORKS_CACHE: cache, GOMODCACHE: "", GOCACHE: "" });
  });
  afterEach(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    await rm(cache, { recursive: true, force: true });
  });

  /** What is in the cache, without locks and the Python installer. */
  async function left(): Promise<string[]> {
    const found = await readdir(cache, { recursive: true });
    return found.filter((name) => !/^(?:go|python.*)$|\.lock$/.test(name));
  }

  it("without a module proxy: says so, and leaves nothing half-made", async () => {
    process.env.GOPROXY = "http://127.0.0.1:9";
    const error = await prepareCluster().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "LAB_NO_NETWORK" });
    expect(String(error)).toContain("check the network (GOPROXY");
    expect(await left()).toEqual([]);
  });

  it("ended while it builds: ends Go, and keeps only what was complete", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped");
    const building = prepareCluster({
      signal: stop.signal,
      log: (line) => {
        if (line.includes("etcd")) {
          void sleep(1_000).then(() => stop.abort(reason));
        }
      },
    });
    await expect(building).rejects.toBe(reason);
    const kept = (await readdir(join(cache, "go"))).filter((name) => !name.endsWith(".lock"));
    expect(kept).toEqual([expect.stringMatching(/^cert-manager-definitions-[0-9a-f]{16}$/)]);
    expect((await readdir(cache)).filter((name) => name.startsWith("go-build-"))).toEqual([]);
  });
});
