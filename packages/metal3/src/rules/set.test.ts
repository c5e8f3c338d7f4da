import type { Manifest } from "./manifest.js";
import { SET_RULES } from "./set.js";
import { describeRules } from "./testing/describeRules.js";
import { among, host, object, otherHost } from "./testing/ruleCase.js";

function components(...names: readonly string[]): Manifest {
  const url = "https://images.site-a.example/firmware.bin";
  return object("HostFirmwareComponents", { updates: names.map((component) => ({ component, url })) });
}

describeRules(SET_RULES, [
  {
    rule: "object-defined-twice",
    broken: [among(host(), host({ online: false })), among(components("bios"), components("bmc"))],
    kept: [among(host(), otherHost()), among(host(), host({}, { namespace: "site-b", name: "rack2-u07" }))],
  },
]);
