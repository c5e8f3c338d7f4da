import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { doctorFindings } from "../testing/runDoctor.js";
import { scriptedIronic } from "../testing/scriptedIronic.js";
import { selfSigned } from "../testing/selfSigned.js";

const folder = mkdtempSync(join(tmpdir(), "ironworks-tls-"));
afterAll(() => rmSync(folder, { recursive: true }));

const DAY = 86_400_000;
const from = (days: number) => new Date(Date.now() + days * DAY);

interface Case {
  readonly names?: readonly string[];
  readonly begins?: number;
  readonly ends?: number;
  /** Whose certificate is trusted. Default: the server's own. */
  readonly trusted?: "own" | "other" | "none";
  readonly insecure?: true;
}

async function tlsOf({ names = ["127.0.0.1"], begins = -1, ends = 365, trusted = "own", insecure }: Case) {
  const facts = { names, validFrom: from(begins), validTo: from(ends) };
  const certificate = selfSigned(facts);
  const file = join(folder, "ca.pem");
  writeFileSync(file, trusted === "own" ? certificate.cert : selfSigned(facts).cert);
  await using server = await scriptedIronic({}, certificate);
  const ca = trusted === "none" ? [] : ["--ca", file];
  const { one } = await doctorFindings("--endpoint", server.url, ...ca, ...(insecure ? ["--insecure"] : []));
  return { tls: one("tls"), endpoint: one("endpoint") };
}

describe("the endpoint's certificate", () => {
  it("trusted and valid", async () => {
    const { tls, endpoint } = await tlsOf({});
    expect(tls).toMatchObject({ status: "ok", seen: expect.stringContaining("valid until") });
    expect(endpoint.status).toBe("ok");
  });

  it.each<[Case, string, string, string]>([
    [{ trusted: "other" }, "error", "is not trusted", "the given one did not"],
    [{ trusted: "none" }, "error", "is not trusted", "set `caFile`"],
    [{ begins: -30, ends: -2 }, "error", "ended on", "renew it"],
    [{ begins: 2 }, "error", "begins on", "check the clocks"],
    [{ names: ["ironic.example"] }, "error", "is for ironic.example, not for 127.0.0.1", "use one of its names"],
    [{ ends: 5 }, "warning", "in 4 days", "renew it"],
    [{ trusted: "none", insecure: true }, "warning", "accepted, because `insecure` is set", "set `caFile`"],
  ])("%o", async (facts, status, seen, next) => {
    const { tls, endpoint } = await tlsOf(facts);
    expect(tls).toMatchObject({ status, seen: expect.stringContaining(seen), next: expect.stringContaining(next) });
    expect(endpoint.status).toBe(status === "error" ? "error" : "ok");
  });

  it("plain HTTP behind `https://`", async () => {
    await using server = await scriptedIronic({});
    const { one } = await doctorFindings("--endpoint", server.url.replace("http:", "https:"));
    expect(one("tls")).toMatchObject({ status: "error", next: expect.stringContaining("`http://`") });
  });
});
