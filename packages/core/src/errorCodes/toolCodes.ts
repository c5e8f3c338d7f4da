import { codesOf, type ErrorCode } from "./errorCode.js";

const READ_LOG = "read the part's log, which the message names";
const AS_SAID = "do what the message says";

/** Codes of the lab, of the cluster that `render --diff` asks, and of the Pulumi engine that the tests run. */
export const TOOL_CODES: readonly ErrorCode[] = [
  ...codesOf("tools", "LabSetupError", {
    LAB_NOT_LINUX: ["config", "the lab runs on Linux only", "use a Linux machine or virtual machine"],
    LAB_PYTHON_MISSING: ["config", "the machine has no Python", AS_SAID],
    LAB_PYTHON_TOO_OLD: ["config", "the machine's Python is too old", AS_SAID],
    LAB_PYTHON_NO_PIP: ["config", "the machine's Python has no pip", AS_SAID],
    LAB_GO_MISSING: ["config", "the machine has no Go", AS_SAID],
    LAB_DISK_FULL: [
      "hardware",
      "there is no room on the disk",
      "free space, or set `IRONWORKS_CACHE` to a folder with room",
    ],
    LAB_CACHE_UNWRITABLE: [
      "config",
      "the cache folder cannot be written",
      "set `IRONWORKS_CACHE` to a folder of yours",
    ],
    LAB_NO_NETWORK: ["network", "a download failed; nothing half-made stays", "check the network, then run again"],
    LAB_REGISTRY_FAILED: ["network", "a package registry failed; nothing half-made stays", "run again"],
    LAB_SETUP_FAILED: ["unknown", "a build failed; nothing half-made stays", "run again"],
  }),
  ...codesOf("tools", "LabError", {
    LAB_IRONIC_START_FAILED: ["unknown", "Ironic did not start; its last words are in the message", READ_LOG],
    LAB_CLUSTER_START_FAILED: ["unknown", "the API server did not start; its last words are in the message", READ_LOG],
    LAB_PROCESS_START_FAILED: ["unknown", "a part did not start; its last words are in the message", READ_LOG],
    LAB_PROCESS_DIED: ["unknown", "a part ended by itself; its last words are in the message", READ_LOG],
    LAB_NO_FREE_PORT: ["transient", "no port was to be had", "end what holds them"],
    LAB_IPMITOOL_MISSING: ["config", "IPMI hosts need `ipmitool`", "install it, or leave `ipmiHosts` out"],
    LAB_BAD_OPTION: ["config", "an option is wrong; the message says which", "correct it"],
    LAB_UNKNOWN_FAULT: [
      "config",
      "the lab has no such fault; the message lists those that it has",
      "choose one of them",
    ],
    LAB_UNKNOWN_HOST: ["config", "the lab has no such host; the message lists its hosts", "choose one of them"],
    LAB_BAD_FAULT_OPTION: [
      "config",
      "the fault has no such setting; the message lists those that it has",
      "correct it",
    ],
    LAB_ABORTED: ["cancelled", "the start was cancelled", "start it again"],
    LAB_NOT_RUNNING: ["config", "no lab of this name runs", "start one: `ironworks lab up`"],
    LAB_ALREADY_RUNNING: ["config", "a lab of this name runs already", "use it, or end it: `ironworks lab down`"],
    LAB_NO_CONFIG_DRIVE: ["config", "the disk holds no config drive", "install a machine with user data first"],
  }),
  ...codesOf("tools", "ClusterError", {
    CLUSTER_UNAVAILABLE: [
      "network",
      "`render --diff cluster` could not ask the cluster",
      "check KUBECONFIG and the current context",
    ],
  }),
  ...codesOf("tools", "ClusterRequestError", {
    LAB_CLUSTER_REFUSED: [
      "config",
      "the lab's API server refused an object; the message has its words",
      "correct the object",
    ],
  }),
  ...codesOf("tools", "EngineError", {
    ENGINE: ["config", "the Pulumi engine is missing or cannot be built", AS_SAID],
  }),
];
