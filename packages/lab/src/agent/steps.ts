import type { DiskFile } from "../disk/diskFile.js";
import type { AgentNode, ImageInfo } from "./agentNode.js";
import { rootDevice, touchableDisks } from "./rootDevice.js";
import { type WriteContext, writeConfigDrive, writeImage } from "./writeImage.js";

/** The kinds of steps that Ironic runs through the agent. */
export type StepKind = "clean" | "deploy" | "service";

/** One step as Ironic sends it. */
export interface StepCall {
  readonly step: string;
  readonly interface?: string | undefined;
  readonly args?: { readonly image_info?: ImageInfo | undefined } | null | undefined;
}

export interface StepContext extends WriteContext {
  readonly disks: readonly DiskFile[];
  readonly node: AgentNode;
}

interface Step {
  /** Of an automated run; Ironic's configuration overrides that of erasing. 0 is only when asked for. */
  readonly priority: Readonly<Partial<Record<StepKind, number>>>;
  readonly abortable: boolean;
  run(call: StepCall, context: StepContext): Promise<string | null>;
}

/** The steps of the generic hardware manager that the emulator has, by name. */
export const STEPS: Readonly<Record<string, Step>> = {
  erase_devices: {
    priority: { clean: 10, deploy: 0 },
    abortable: true,
    run: (call, context) => erase(call.step, context, (disk) => disk.eraseAll()),
  },
  erase_devices_metadata: {
    priority: { clean: 99, deploy: 0, service: 0 },
    abortable: true,
    run: (call, context) => erase(call.step, context, (disk) => disk.eraseMetadata()),
  },
  write_image: {
    priority: { deploy: 0 },
    abortable: false,
    async run(call, context) {
      const info = call.args?.image_info ?? {};
      const disk = rootDevice(context.disks, context.node);
      await writeImage(info, disk, context);
      await disk.removeConfigDrive();
      await writeConfigDrive(info, disk, context);
      return `image (${info.id}) written to device ${disk.name} root_uuid=None`;
    },
  },
};

/** What `get_<kind>_steps` answers. */
export function stepList(kind: StepKind): Record<string, unknown>[] {
  return Object.entries(STEPS).flatMap(([step, { priority, abortable }]) =>
    priority[kind] === undefined
      ? []
      : [{ step, priority: priority[kind], interface: "deploy", reboot_requested: false, abortable }],
  );
}

async function erase(step: string, context: StepContext, wipe: (disk: DiskFile) => Promise<number>): Promise<null> {
  for (const disk of touchableDisks(context.disks, context.node)) {
    const done = context.ledger.begin({ host: context.host, kind: "erase", disk: disk.name, reason: step });
    done(await wipe(disk));
  }
  return null;
}
