import { asksForInspection, type Hardware, type HostState } from "@ironworks/core";
import { compareServers, lookThrough } from "./bmcMove.js";
import { bringToAvailable, type HostGoal, manage } from "./bringToAvailable.js";
import { requireExpected } from "./expectation.js";
import { ensurePort, inspectHost, refuseTwin, requireBootMac } from "./inspection.js";
import { refuseMaintenance } from "./nodeFailures.js";
import type { NodeHandle } from "./nodeHandle.js";
import { refusePoweredOnSince } from "./poweredOnSince.js";
import { stateFacts } from "./provisionState.js";

/** States from which Ironic inspects, at once or after `manage`. */
const INSPECTABLE = new Set(["manageable", "available", "inspect failed"]);

/** Before anything is changed: with an operating system on the host, only its BMC may be asked, which changes no power. */
export function refuseReboot({ operation, state }: NodeHandle, { spec, fields, known }: Reinspection): void {
  if (!asksForInspection(spec, known) || !isOccupied(state) || fields.inspect.final !== "agent") {
    return;
  }
  throw operation.failure({
    failureClass: "config",
    detail: `\`inspect\` has a new value, and the node is in \`${state}\`: its operating system would be shut down to look at the server`,
    remedy: "put the old value of `inspect` back; or deprovision the machine first. Nothing was touched",
    code: "HOST_IN_USE",
  });
}

/** A host of which `inspect` may ask for another look. */
export interface Reinspection extends Pick<HostGoal, "spec" | "fields"> {
  /** As stored. */
  readonly known: Pick<HostState, "hardware" | "inspected">;
}

/**
 * Inspects once more where `inspect` has a new value; undefined where it asks for nothing. Leaves the node `manageable`,
 * from where {@link bringToAvailable} goes on, or, with an operating system on it, as it is.
 */
export async function inspectAgain(
  handle: NodeHandle,
  goal: HostGoal,
  { known, bmc }: { readonly known: HostState; readonly bmc: string },
): Promise<Hardware | undefined> {
  if (!asksForInspection(goal.spec, known)) {
    return undefined;
  }
  refuseReboot(handle, { ...goal, known });
  refuseMaintenance(handle);
  const found = isOccupied(handle.state) ? await askBmc(handle, goal, bmc) : await inspect(handle, goal);
  if (known.hardware && compareServers(known.hardware, found) === "different") {
    throw handle.operation.failure({
      failureClass: "config",
      detail:
        "another server is behind `bmc.address` now: neither its serial number nor one of its NICs is that of the host; " +
        "what is known of the host stays as it was",
      remedy: "correct `bmc.address`; a server that takes this one's place is a host with a name of its own",
      code: "BMC_MISMATCH",
    });
  }
  requireBootMac(handle, found, goal.spec.bootMACAddress);
  requireExpected(handle, goal.spec, found);
  return found;
}

async function inspect(handle: NodeHandle, goal: HostGoal): Promise<Hardware> {
  const { operation } = handle;
  const { spec, fields } = goal;
  const isAgent = fields.inspect.final === "agent";
  if (!INSPECTABLE.has(handle.state)) {
    await bringToAvailable(handle, goal);
  }
  if (isAgent) {
    refusePoweredOnSince(
      handle,
      "booted into the deploy ramdisk",
      "make sure that nobody needs it, then power it off, or write `online: true` and run `pulumi up` before `inspect`",
    );
  }
  operation.phase = "inspect";
  if (handle.state !== "manageable") {
    await manage(handle);
  }
  if (handle.node.inspect_interface !== fields.inspect.final) {
    await handle.patch([{ op: "add", path: "/inspect_interface", value: fields.inspect.final }]);
  }
  if (isAgent && goal.needsPort && spec.bootMACAddress !== undefined) {
    await ensurePort(handle, spec.bootMACAddress);
  }
  const hardware = await inspectHost(handle, isAgent ? "agent" : "redfish");
  await refuseTwin(handle, hardware);
  return hardware;
}

/** Through a node made for that alone: Ironic inspects none with an operating system on it. */
async function askBmc(handle: NodeHandle, goal: HostGoal, bmc: string): Promise<Hardware> {
  const { operation } = handle;
  operation.phase = "inspect";
  const found = await lookThrough(handle, { ...goal, bmc }, goal.fields.inspect.final);
  if (typeof found !== "string") {
    return found;
  }
  throw operation.failure({ failureClass: "hardware", detail: found, remedy: "look at the BMC, then run again" });
}

function isOccupied(state: string): boolean {
  return stateFacts(state).host === "occupied";
}
