import type { FleetHost } from "@ironworks/ironic";

/** Ironic's provision states in the words of hosts and machines. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  enroll: "enrolled",
  verifying: "verifying the BMC",
  manageable: "manageable",
  inspecting: "inspecting",
  "inspect wait": "inspecting",
  "inspect failed": "inspection failed",
  cleaning: "cleaning",
  "clean wait": "cleaning",
  "clean failed": "cleaning failed",
  "clean hold": "cleaning, held",
  available: "available",
  deploying: "installing",
  "wait call-back": "installing",
  "deploy hold": "installing, held",
  "deploy failed": "install failed",
  active: "installed",
  deleting: "deprovisioning",
  error: "deprovisioning failed",
  adopting: "adopting",
  "adopt failed": "adopting failed",
  rescuing: "booting for rescue",
  "rescue wait": "booting for rescue",
  rescue: "in rescue",
  "rescue failed": "rescue failed",
  unrescuing: "leaving rescue",
  "unrescue failed": "leaving rescue failed",
  servicing: "in service",
  "service wait": "in service",
  "service hold": "in service, held",
  "service failed": "service failed",
};

/** A host's state in words, e.g. `install failed`, `available, detached`, `installed, in maintenance`. */
export function stateWords(host: FleetHost): string {
  const words = [STATE_WORDS[host.provisionState] ?? host.provisionState];
  if (host.fault !== undefined) {
    words.push(host.fault);
  } else if (host.maintenance) {
    words.push("in maintenance");
  }
  if (host.detached) {
    words.push("detached");
  }
  return words.join(", ");
}
