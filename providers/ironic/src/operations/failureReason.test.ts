import { afterEach, describe, expect, it } from "vitest";
import { IronicClient } from "../api/client.js";
import type { NodeSummary } from "../api/node.js";
import { type Answer, discovery, fault, ScriptedServer } from "../testing/scriptedServer.js";
import { failureReason, nothingSeen, remember } from "./failureReason.js";

const node = (more: Partial<NodeSummary>): NodeSummary =>
  ({
    uuid: "n",
    provision_state: "deploy failed",
    last_error: null,
    provision_updated_at: "2026-11-23T10:00:05+00:00",
    deploy_step: {},
    clean_step: {},
    ...more,
  }) as NodeSummary;

const event = (severity: string, created_at: string, text: string) => ({
  uuid: text,
  severity,
  created_at,
  event: text,
});

let server: ScriptedServer;
let client: IronicClient;
async function withHistory(answer: Answer): Promise<IronicClient> {
  server = await new ScriptedServer(({ url }) => (url === "/" ? discovery("1.115") : answer)).start();
  client = new IronicClient({ endpoint: server.endpoint, patience: { unreachableSeconds: 0, busySeconds: 0 } });
  return client;
}
afterEach(async () => {
  client.close();
  await server.stop();
});

describe("failureReason", () => {
  it("takes last_error first, and asks for nothing more", async () => {
    const seenSoFar = nothingSeen();
    remember(seenSoFar, node({ last_error: "on the way" }));
    const reason = await failureReason(await withHistory("reset"), node({ last_error: "at the end" }), seenSoFar);
    expect(reason).toEqual({ text: "at the end", source: "last_error" });
    expect(server.calls).toEqual([]);
  });

  it("then what was seen on the way", async () => {
    const seenSoFar = nothingSeen();
    remember(seenSoFar, node({ provision_state: "wait call-back", last_error: "on the way" }));
    remember(seenSoFar, node({ provision_state: "deploying" }));
    const reason = await failureReason(await withHistory("reset"), node({}), seenSoFar);
    expect(reason).toEqual({ text: "on the way", source: "seen" });
    expect(server.calls).toEqual([]);
  });

  it("then the newest error in Ironic's history that belongs to this failure", async () => {
    const history = [
      event("ERROR", "2026-11-23T09:00:00+00:00", "of an earlier deploy"),
      event("INFO", "2026-11-23T10:00:06+00:00", "no error"),
      event("ERROR", "2026-11-23T10:00:04+00:00", "checksum mismatch"),
    ];
    const reason = await failureReason(await withHistory({ status: 200, body: { history } }), node({}), nothingSeen());
    expect(reason).toEqual({ text: "checksum mismatch", source: "history" });
  });

  it.each([
    ["an empty history", { status: 200, body: { history: [] } } as Answer],
    [
      "only an old error",
      { status: 200, body: { history: [event("ERROR", "2026-11-23T09:00:00+00:00", "old")] } } as Answer,
    ],
    ["no history", fault(404, "not found")],
  ])("else says that it was discarded: %s", async (_name, answer) => {
    const reason = await failureReason(await withHistory(answer), node({}), nothingSeen());
    expect(reason).toEqual({ text: "", source: "discarded" });
  });
});

describe("remember", () => {
  it("keeps steps in the order seen, each once in a row", async () => {
    await withHistory("reset");
    const seenSoFar = nothingSeen();
    for (const step of ["deploy", "write_image", "write_image", undefined, "boot_instance"]) {
      remember(seenSoFar, node({ deploy_step: step === undefined ? {} : { interface: "deploy", step } }));
    }
    expect(seenSoFar.steps).toEqual(["deploy.deploy", "deploy.write_image", "deploy.boot_instance"]);
  });
});
