import type { FaultCase } from "./faultCase.js";

/** Of a whole lab: each is raised in a lab of its own, before a machine is installed on a host that is enrolled. */
export const LAB_WIDE_FAULTS: readonly FaultCase[] = [
  {
    name: "ironic-killed",
    stage: "install",
    raise: ({ lab }) => lab.faults.on("conductor-killed"),
    clear: ({ lab }) => lab.faults.off("conductor-killed"),
    classes: ["network"],
  },
  {
    name: "database-locked",
    stage: "install",
    raise: ({ lab }) => lab.faults.on("database-locked"),
    clear: ({ lab }) => lab.faults.off("database-locked"),
    classes: ["network", "transient"],
  },
];
