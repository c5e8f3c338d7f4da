import type { FaultCase } from "./faultCase.js";

/** Found in a preview, before anything is sent: mostly variables that are blank where the program runs. */
const MISTAKES: readonly Omit<FaultCase, "stage" | "classes">[] = [
  { name: "blank-bmc-address", mistake: () => ({ bmc: { address: "" } }), quick: true },
  { name: "blank-bmc-password", mistake: () => ({ bmc: { password: "" } }) },
  { name: "blank-bmc-username", mistake: () => ({ bmc: { username: "" } }) },
  { name: "blank-endpoint", mistake: () => ({ endpoint: "" }) },
  { name: "blank-ramdisk", mistake: () => ({ ramdisk: "" }) },
  { name: "blank-image-url", mistake: () => ({ image: { url: "" } }) },
  { name: "blank-checksum", mistake: () => ({ image: { checksum: "" } }) },
  { name: "blank-boot-mac", mistake: () => ({ host: { bootMACAddress: "" } }) },
  { name: "unknown-bmc-scheme", mistake: () => ({ bmc: { address: "redfsh://127.0.0.1/redfish/v1/Systems/1" } }) },
];

/** See above. */
export const PROGRAM_FAULTS: readonly FaultCase[] = MISTAKES.map((one) => ({
  ...one,
  stage: "program",
  classes: ["config"],
}));
