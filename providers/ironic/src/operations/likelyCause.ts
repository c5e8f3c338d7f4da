import type { Waiting } from "@ironworks/driver";

/** Why a node stays long in a state, and what to look at. */
const LIKELY_CAUSES: Readonly<Record<string, string>> = {
  verifying:
    "the BMC does not answer: its address is wrong, it is off or behind a firewall, or it hangs; open its web page from where Ironic runs",
  inspecting: "the BMC is slow to power the server or to attach the ramdisk; look at its event log",
  "inspect wait":
    "the deploy ramdisk does not boot, or cannot reach Ironic; look at the server's console (boot order, virtual media, DHCP, boot MAC)",
  cleaning: "the BMC is slow to power the server; look at its event log",
  "clean wait": "the deploy ramdisk does not boot, or a cleaning step takes long; look at the server's console",
  deploying: "the BMC is slow to power the server or to attach the ramdisk; look at its event log",
  "wait call-back":
    "the deploy ramdisk does not boot, cannot reach Ironic, or is still writing; look at the server's console and at the image server",
  deleting: "the BMC is slow to power the server off; look at its event log",
};

/** The step in which Ironic waits for the ramdisk to call for the first time. */
const BEFORE_THE_RAMDISK = "deploy.deploy";

/** One clause for people, for the warning of a soft budget and the error of a hard one. */
export function likelyCause(waiting: Waiting): string {
  const { state, step, trouble } = waiting;
  if (trouble) {
    return `Ironic itself cannot be reached at present (${trouble.message.replace(/\.$/, "")})`;
  }
  if (state === undefined) {
    return "Ironic has not answered since the request";
  }
  if (state === "wait call-back" && step && step !== BEFORE_THE_RAMDISK) {
    return `the step ${step} hangs in the ramdisk; look at the server's console and at the image server`;
  }
  return LIKELY_CAUSES[state] ?? `something holds the node in \`${state}\`; look into Ironic's log`;
}
