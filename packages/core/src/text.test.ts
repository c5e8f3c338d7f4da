import { expect, it } from "vitest";
import { nearestOf } from "./text.js";

const words = ["redfish", "redfish-virtualmedia", "ipmi"];

it.each([
  ["redfsh", "redfish"],
  ["redfish-virtual-media", "redfish-virtualmedia"],
  ["impi", "ipmi"],
  ["REDFISH", "redfish"],
  ["redfish-v", "redfish"],
  ["redfish-virt", "redfish-virtualmedia"],
])("%s is most like %s", (word, nearest) => {
  expect(nearestOf(word, words)).toBe(nearest);
});

it.each(["snmp-v3", "x", ""])("`%s` is like none", (word) => {
  expect(nearestOf(word, words)).toBeUndefined();
});
