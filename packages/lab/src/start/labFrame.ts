import type { LabSettings } from "../labOptions.js";
import type { LineLog } from "../lineLog.js";
import type { PreparedLab } from "../prepare/prepareLab.js";
import type { Supervisor } from "../process/supervisor.js";
import type { Secrets } from "./secrets.js";

/** What every part of a lab is started in. */
export interface LabFrame {
  readonly settings: LabSettings;
  readonly prepared: PreparedLab;
  readonly folder: string;
  readonly logs: string;
  readonly log: LineLog;
  readonly secrets: Secrets;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal | undefined;
  /** Registers what ends a part; the last that was registered goes first. */
  readonly onClose: (close: () => Promise<void>) => void;
}
