import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AgentServer } from "../agent/agentServer.js";
import type { FaultView } from "../faults/faultView.js";
import { ImageServer } from "../image/imageServer.js";
import type { LabRamdisk } from "../labOptions.js";
import type { LabFrame } from "./labFrame.js";

/** What hosts and Ironic reach over the network. */
export interface LabNetwork {
  /** URL of the server of images and ramdisks. */
  readonly url: string;
  /** Folder of the instance images, below `/images/`. */
  readonly imageFolder: string;
  readonly ramdisk: LabRamdisk;
  readonly agents: AgentServer;
  /** Ironic's folder; what it publishes lies in `http` below it. */
  readonly ironicFolder: string;
}

const RAMDISK_FILES = { iso: "ipa.iso", kernel: "ipa.kernel", initramfs: "ipa.initramfs" } as const;
const RAMDISK_BYTES = 2 ** 20;

/** Starts the servers of images, ramdisks and deploy agents. */
export async function startNetwork(frame: LabFrame, faults: FaultView): Promise<LabNetwork> {
  const { folder, onClose } = frame;
  const ironicFolder = join(folder, "ironic");
  const [imageFolder, ramdiskFolder] = [join(folder, "images"), join(folder, "ramdisk")];
  await Promise.all([mkdir(imageFolder, { recursive: true }), makeRamdisk(ramdiskFolder)]);
  const folders = { images: imageFolder, ramdisk: ramdiskFolder, "": join(ironicFolder, "http") };
  const server = new ImageServer(folders, faults);
  const agents = new AgentServer();
  await Promise.all([server.open(), agents.open()]);
  onClose(() => server.close());
  onClose(() => agents.close());
  const { url } = server;
  return {
    url,
    imageFolder,
    ramdisk: {
      iso: `${url}/ramdisk/${RAMDISK_FILES.iso}`,
      kernel: `${url}/ramdisk/${RAMDISK_FILES.kernel}`,
      initramfs: `${url}/ramdisk/${RAMDISK_FILES.initramfs}`,
    },
    agents,
    ironicFolder,
  };
}

async function makeRamdisk(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const content = Buffer.alloc(RAMDISK_BYTES);
  await Promise.all(Object.values(RAMDISK_FILES).map((name) => writeFile(join(folder, name), content)));
}
