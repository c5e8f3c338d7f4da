import { expect, it } from "vitest";
import { table } from "./table.js";

const rows = [
  ["agent-dies", "node-1", "the deploy agent stops and is not heard of again"],
  ["image-404", "-", "the image is not there"],
];

it("columns are as wide as what is in them", () => {
  expect(table(["fault", "on", "what happens"], rows, undefined).split("\n")).toEqual([
    "FAULT       ON      WHAT HAPPENS",
    "agent-dies  node-1  the deploy agent stops and is not heard of again",
    "image-404   -       the image is not there",
  ]);
});

it("the last one goes on below where the terminal ends, with whole words", () => {
  expect(table(["fault", "on", "what happens"], rows, 44).split("\n")).toEqual([
    "FAULT       ON      WHAT HAPPENS",
    "agent-dies  node-1  the deploy agent stops",
    "                    and is not heard of",
    "                    again",
    "image-404   -       the image is not there",
  ]);
  const address = `redfish+http://127.0.0.1:4000/redfish/v1/Systems/${"a".repeat(36)}`;
  expect(table(["host", "BMC address"], [["node-0", address]], 60)).toContain(address);
});
