import { ironic } from "../ironicByHand.js";
import type { FaultCase } from "./faultCase.js";
import { labFault, nodeOf } from "./labFault.js";

/** What waits only because it is silent is given less time than a real server would be. */
const SILENT = { timeouts: { deploySeconds: 60 } } as const;

/** Raised before a machine is installed on a host that is enrolled. */
export const INSTALL_FAULTS: readonly FaultCase[] = [
  { name: "image-404", stage: "install", quick: true, ...labFault("image-404"), classes: ["image"] },
  { name: "image-forbidden", stage: "install", ...labFault("image-forbidden"), classes: ["image"] },
  { name: "image-500", stage: "install", ...labFault("image-500"), classes: ["image", "transient"] },
  {
    name: "image-truncated",
    stage: "install",
    quick: true,
    ...labFault("image-truncated"),
    classes: ["image", "network"],
  },
  {
    name: "image-wrong-checksum",
    stage: "install",
    quick: true,
    ...labFault("image-wrong-checksum"),
    classes: ["image"],
  },
  {
    name: "image-name-unknown",
    stage: "install",
    mistake: () => ({ image: { url: "http://images-of-nobody.invalid/alpha.raw" } }),
    classes: ["network"],
  },
  {
    name: "image-server-refused",
    stage: "install",
    quick: true,
    mistake: () => ({ image: { url: "http://127.0.0.1:1/alpha.raw" } }),
    classes: ["image", "network"],
  },
  {
    name: "checksum-of-another-image",
    stage: "install",
    mistake: ({ lab }) => ({ image: { checksum: lab.images[1].checksum } }),
    classes: ["image"],
  },
  {
    name: "ramdisk-without-dns",
    stage: "install",
    ...labFault("agent-step-fails", {
      message:
        "Download of image alpha failed: HTTPConnectionPool(host='images', port=80): Max retries exceeded (Caused by NameResolutionError: Failed to resolve 'images' ([Errno -3] Temporary failure in name resolution))",
    }),
    classes: ["network"],
  },
  {
    name: "qemu-img-old",
    stage: "install",
    ...labFault("agent-step-fails", {
      message:
        "Writing image to device /dev/sda failed with exit code 1. stdout: . stderr: qemu-img: invalid option -- 'W'",
    }),
    classes: ["image"],
  },
  { name: "disk-full", stage: "install", quick: true, ...labFault("disk-full"), classes: ["image"] },
  {
    name: "disk-broken",
    stage: "install",
    ...labFault("agent-step-fails", {
      message:
        "Writing image to device /dev/sda failed with exit code 1. stdout: . stderr: qemu-img: error while writing at byte 0: Input/output error",
    }),
    classes: ["hardware"],
  },
  {
    name: "agent-bootloader-fails",
    stage: "install",
    quick: true,
    ...labFault("agent-step-fails", {
      step: "install_bootloader",
      message: "Installing GRUB2 boot loader to device /dev/sda failed with Unexpected error while running command.",
    }),
    classes: ["image", "hardware"],
  },
  { name: "agent-no-disks", stage: "install", ...labFault("agent-no-disks"), classes: ["config", "hardware"] },
  {
    name: "agent-silent",
    stage: "install",
    ...labFault("agent-silent"),
    mistake: () => ({ machine: SILENT }),
    classes: ["timeout"],
  },
  {
    name: "agent-lookup-lost",
    stage: "install",
    ...labFault("agent-lookup-lost"),
    mistake: () => ({ machine: SILENT }),
    classes: ["timeout"],
  },
  {
    name: "agent-dies",
    stage: "install",
    quick: true,
    ...labFault("agent-dies"),
    mistake: () => ({ machine: SILENT }),
    classes: ["timeout"],
  },
  {
    name: "agent-beats-for-ever",
    stage: "install",
    ...labFault("agent-hangs"),
    // The ramdisk stays as it is until somebody acts.
    clear: async (bench) => {
      await labFault("agent-hangs").clear?.(bench);
      await ironic(bench.lab, "PUT", `/v1/nodes/${await nodeOf(bench)}/states/provision`, { target: "deleted" });
    },
    mistake: () => ({ machine: SILENT }),
    classes: ["timeout"],
  },
  {
    name: "agent-slow",
    stage: "install",
    ...labFault("agent-slow", { seconds: 60 }),
    mistake: () => ({ machine: { timeouts: { deploySeconds: 60 } } }),
    classes: ["timeout"],
  },
  {
    name: "image-slow",
    stage: "install",
    ...labFault("image-slow", { bytesPerSecond: 300_000 }),
    mistake: () => ({ machine: { timeouts: { deploySeconds: 80 } } }),
    classes: ["slow", "timeout"],
  },
  { name: "bmc-refused-later", stage: "install", ...labFault("bmc-refused"), classes: ["network"] },
  { name: "bmc-password-changed", stage: "install", ...labFault("bmc-wrong-password"), classes: ["credential"] },
  { name: "bmc-no-power-later", stage: "install", ...labFault("bmc-no-power"), classes: ["hardware"] },
  { name: "bmc-no-media-later", stage: "install", ...labFault("bmc-no-media"), classes: ["hardware", "network"] },
  { name: "node-reserved", stage: "install", ...labFault("node-reserved"), classes: ["timeout", "transient"] },
  {
    name: "maintenance-by-a-person",
    stage: "install",
    quick: true,
    raise: async (bench) => {
      const reason = { reason: "a fan is being replaced" };
      await ironic(bench.lab, "PUT", `/v1/nodes/${await nodeOf(bench)}/maintenance`, reason);
    },
    clear: async (bench) => {
      await ironic(bench.lab, "DELETE", `/v1/nodes/${await nodeOf(bench)}/maintenance`);
    },
    classes: ["config", "ownership", "hardware"],
  },
  {
    name: "claimed-by-a-person",
    stage: "install",
    raise: async (bench) => {
      const path = `/v1/nodes/${await nodeOf(bench)}`;
      const instance = "5f6c2c3e-0d53-4e0d-9f0c-3b4f0a6b1c2d";
      await ironic(bench.lab, "PATCH", path, [{ op: "add", path: "/instance_uuid", value: instance }] as never);
    },
    clear: async (bench) => {
      const path = `/v1/nodes/${await nodeOf(bench)}`;
      await ironic(bench.lab, "PATCH", path, [{ op: "remove", path: "/instance_uuid" }] as never);
    },
    classes: ["ownership"],
  },
  {
    name: "node-deleted-by-a-person",
    stage: "install",
    raise: async (bench) => {
      await ironic(bench.lab, "DELETE", `/v1/nodes/${await nodeOf(bench)}`);
    },
    final: true,
    classes: ["config", "ownership", "unknown"],
  },
];
