import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { namesakeCases } from "../testing/namesakeCases.js";
import { object, V13, V14 } from "../testing/ruleCase.js";
import { FIRMWARE_COMPONENTS_RULES } from "./hostFirmwareComponents.js";

function updates(...urls: readonly string[]): Manifest {
  return object("HostFirmwareComponents", { updates: urls.map((url) => ({ component: "bmc", url })) });
}

function components(...names: readonly string[]): Manifest {
  const url = "https://images.site-a.example/firmware.bin";
  return object("HostFirmwareComponents", { updates: names.map((component) => ({ component, url })) });
}

describeRules(FIRMWARE_COMPONENTS_RULES, [
  {
    rule: "firmware-component-url",
    broken: [
      { object: updates("https://images.site-a.example/bmc.bin", "tftp://10.30.0.1/bmc.bin"), release: V14 },
      { object: updates(""), release: V14 },
    ],
    kept: [
      { object: updates("tftp://10.30.0.1/bmc.bin"), release: V13 },
      { object: updates("ftp://10.30.0.1/bmc.bin"), release: V14 },
      { object: updates(), release: V14 },
    ],
  },
  {
    rule: "firmware-component-unknown",
    broken: [{ object: components("gpu") }, { object: components("bios", "BMC") }],
    kept: [{ object: components("bios", "bmc") }, { object: components("nic:BCM57414") }],
  },
  {
    rule: "firmware-component-twice",
    broken: [{ object: components("bios", "bios") }, { object: components("bmc", "nic:a", "nic:a") }],
    kept: [{ object: components("bios", "bmc") }, { object: components("nic:a", "nic:b") }],
  },
  namesakeCases("host-firmware-components-host-missing", (metadata) =>
    object("HostFirmwareComponents", { updates: [] }, metadata),
  ),
]);
