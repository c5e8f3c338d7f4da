import type { FaultRequest } from "@ironworks/lab";
import type { Reply } from "../gate.js";
import { ironic } from "../ironicByHand.js";
import type { FaultBench, FaultCase } from "./faultCase.js";

type Doing = Pick<FaultCase, "raise" | "clear">;

/** A fault of the lab, on the host of the case. */
export function labFault(name: string, request: FaultRequest = {}): Doing {
  return {
    raise: ({ lab, host }) => lab.faults.on(name, { ...request, host: host.name }),
    clear: ({ lab, host }) => lab.faults.off(name, { host: host.name }),
  };
}

/** Somebody in front of Ironic answers in its place. */
export function apiAnswers(answer: Reply | "never", which: "everything" | "changes" = "everything"): Doing {
  return {
    async raise({ gate }) {
      gate.onCall = ({ changes }) => (which === "everything" || changes ? answer : "open");
    },
    async clear({ gate }) {
      gate.onCall = () => "open";
    },
  };
}

/** An error as Ironic words it. */
export function ironicSays(status: number, faultstring: string): Reply {
  const body = JSON.stringify({
    error_message: JSON.stringify({ faultcode: status < 500 ? "Client" : "Server", faultstring, debuginfo: null }),
  });
  return { status, type: "application/json", body };
}

interface Found {
  readonly nodes: readonly { readonly uuid: string; readonly driver_info: unknown }[];
}

/** The node of the case's host. */
export async function nodeOf({ lab, host }: FaultBench): Promise<string> {
  const { nodes } = await ironic<Found>(lab, "GET", "/v1/nodes?fields=uuid,driver_info");
  const node = nodes.find(({ driver_info }) => JSON.stringify(driver_info).includes(host.uuid));
  if (node === undefined) {
    throw new Error(`${host.name} has no node`);
  }
  return node.uuid;
}
