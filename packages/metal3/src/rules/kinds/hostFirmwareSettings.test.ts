import { describeRules } from "../testing/describeRules.js";
import { namesakeCases } from "../testing/namesakeCases.js";
import { object } from "../testing/ruleCase.js";
import { FIRMWARE_SETTINGS_RULES } from "./hostFirmwareSettings.js";

describeRules(FIRMWARE_SETTINGS_RULES, [
  namesakeCases("host-firmware-settings-host-missing", (metadata) =>
    object("HostFirmwareSettings", { settings: {} }, metadata),
  ),
]);
