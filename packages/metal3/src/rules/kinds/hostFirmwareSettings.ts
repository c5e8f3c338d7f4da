import type { Rule } from "../rule.js";
import { namesakeRules } from "../set.js";

/** What is asked of HostFirmwareSettings. */
export const FIRMWARE_SETTINGS_RULES: readonly Rule[] = namesakeRules(
  "HostFirmwareSettings",
  "host-firmware-settings-host-missing",
);
