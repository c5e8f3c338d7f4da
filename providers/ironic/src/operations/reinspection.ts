import { asksForInspection, type Hardware, type HostState } from "@ironworks/core";
import { isAsFound } from "./asFound.js";
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
export function refuseReboot({ operation, node, state }: NodeHandle, { spec, fields, known }: Reinspection): void {
  if (!asksForInspection(spec, known) || fields.inspect.final !== "agent") {
    return;
  }
  if (isAsFound({ node })) {
    throw operation.failure({
      failureClass: "ownership",
      detail:
        "`inspect` has a new value, and the host was enrolled as it was found: nothing says that nobody is at work with the server, " +
        "so it is not booted to be looked at",
      remedy:
        'put the old value of `inspect` back, or ask the BMC alone with `inspectionMode: "fast"`. Nothing was touched',
      code: "HOST_AS_FOUND",
    });
  }
  if (!isOccupied(state)) {
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
  return handle.operation.running.attempt({ phase: "inspect" }, async () => {
    const found = isOccupied(handle.state) ? await askBmc(handle, goal, bmc) : await inspect(handle, goal);
    await requireSame(handle, goal, known, found);
    return found;
  });
}

async function requireSame(handle: NodeHandle, goal: HostGoal, known: HostState, found: Hardware): Promise<void> {
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
  await requireExpected(handle, goal, found);
}

async function inspect(handle: NodeHandle, goal: HostGoal): Promise<Hardware> {
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
  if (handle.state !== "manageable") {
    await manage(handle);
  }
  if (isAgent && goal.needsPort && spec.bootMACAddress !== undefined) {
    await ensurePort(handle, spec.bootMACAddress);
  }
  const { final } = fields.inspect;
  const hardware = await inspectHost(handle, {
    expected: isAgent ? "agent" : "redfish",
    isTakeOver: false,
    begin:
      handle.node.inspect_interface === final ? [] : [{ op: "add", path: "/inspect_interface", value: final } as const],
  });
  await refuseTwin(handle, hardware);
  return hardware;
}

/** Through a node made for that alone: Ironic inspects none with an operating system on it. */
async function askBmc(handle: NodeHandle, goal: HostGoal, bmc: string): Promise<Hardware> {
  const { operation } = handle;
  const found = await lookThrough(handle, { ...goal, bmc }, goal.fields.inspect.final);
  if (typeof found !== "string") {
    return found;
  }
  throw operation.failure({ failureClass: "hardware", detail: found, remedy: "look at the BMC, then run again" });
}

function isOccupied(state: string): boolean {
  return stateFacts(state).host === "occupied";
}
