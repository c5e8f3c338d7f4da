import { goText, specOf } from "../manifest.js";
import type { Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";

/** What is asked of a BareMetalSwitch. */
export const SWITCH_RULES: readonly Rule[] = rulesOf(
  { kind: "BareMetalSwitch", by: "advice", on: ["create", "update"], severity: "error" },
  [
    {
      id: "switch-address-empty",
      field: "spec.address",
      message: "is empty.",
      remedy: "set it to the switch's IP address or name",
      fault: ({ object }) => {
        const spec = specOf(object);
        return Object.keys(spec).length > 0 && goText(spec.address).trim() === "";
      },
    },
  ],
);
