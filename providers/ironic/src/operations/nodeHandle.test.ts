import type { OperationContext } from "@ironworks/core";
import { RunningOperation } from "@ironworks/driver";
import { afterEach, describe, expect, it } from "vitest";
import type { Node } from "../api/node.js";
import { Endpoint } from "../endpoint.js";
import { contextOf } from "../testing/labFixture.js";
import { discovery, fault, ScriptedServer } from "../testing/scriptedServer.js";
import { explainClient } from "./explainClient.js";
import { HostOperation } from "./hostOperation.js";
import { type NodeDeed, NodeHandle } from "./nodeHandle.js";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) {
    await close();
  }
});

const REFUSED = fault(
  400,
  'The requested action "provide" can not be performed on node "n" while it is in state "available".',
);

/** Ironic that loses the answer to the first `provide`; the node is in `states` in turn, whenever it is read. */
async function handleOn(
  states: readonly string[],
  budgets?: OperationContext["budgets"],
): Promise<{ handle: NodeHandle; server: ScriptedServer }> {
  let reads = 0;
  let verbs = 0;
  const node = (state: string | undefined) => ({
    uuid: "n",
    provision_state: state,
    provision_updated_at: "then",
    extra: {},
  });
  const server = await new ScriptedServer(({ url, method }) => {
    if (url === "/") {
      return discovery("1.115");
    }
    if (method === "PUT") {
      verbs += 1;
      return verbs === 1 ? "reset" : REFUSED;
    }
    return { status: 200, body: node(states[Math.min(reads++, states.length - 1)]) };
  }).start();
  const endpoint = new Endpoint({ endpoint: server.endpoint });
  closers.push(
    () => endpoint.client.close(),
    () => server.stop(),
  );
  const operation = new HostOperation(
    endpoint,
    new RunningOperation("node-0", contextOf(budgets), endpoint.clock, explainClient),
  );
  return { handle: new NodeHandle(operation, node(budgets ? states[0] : "manageable") as unknown as Node), server };
}

const PROVIDE: NodeDeed = { kind: "settle", ask: { verb: "provide", doing: "make available" } };

describe("what somebody else began", () => {
  it.each([
    ["verifying", "verify"],
    ["inspect wait", "inspect"],
    ["cleaning", "provide"],
  ])("in `%s` is waited for as long as %s may take", async (state, phase) => {
    const budgets = { [phase]: { softSeconds: 0.1, hardSeconds: 0.2 } };
    const { handle } = await handleOn([state], budgets);
    await expect(handle.settle("provide", "resume")).rejects.toMatchObject({
      failure: { failureClass: "timeout", phase },
    });
  });
});

const putsOf = (server: ScriptedServer) => server.calls.filter(({ method }) => method === "PUT").length;

describe("a verb whose answer is lost", () => {
  it("is not sent again where it was carried out", async () => {
    const { handle, server } = await handleOn(["available"]);
    await handle.act(PROVIDE);
    expect(putsOf(server)).toBe(1);
  });

  it("is done where the second call is refused because the first was carried out late", async () => {
    const { handle, server } = await handleOn(["manageable", "available"]);
    await handle.act(PROVIDE);
    expect([putsOf(server), handle.state]).toEqual([2, "available"]);
  });

  it("has failed where the second call is refused, and nothing changed", async () => {
    const { handle, server } = await handleOn(["manageable"]);
    await expect(handle.act(PROVIDE)).rejects.toMatchObject({ code: "IRONIC_WRONG_STATE" });
    expect(putsOf(server)).toBe(2);
  });
});
