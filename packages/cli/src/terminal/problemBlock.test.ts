import { errorAt } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { problemBlock, problemList } from "./problemBlock.js";
import { wrap } from "./wrap.js";

const short = errorAt("--release", "is missing.", "add `--release v0.13.2`");
const long = errorAt(
  "--env IRONIC_HOST_IP",
  "is not the address of a host, which is where Ironic listens.",
  "write an IPv4 or IPv6 address, without prefix length, port or brackets, e.g. `10.0.20.99`",
);

describe("a problem", () => {
  it("is one line where that fits", () => {
    expect(problemBlock(short, 80)).toBe("`--release` is missing. next: add `--release v0.13.2`");
  });

  it("else takes lines of the terminal's width, and what to do begins one", () => {
    expect(problemBlock(long, 60, { first: "- ", rest: "  " }).split("\n")).toEqual([
      "- `--env IRONIC_HOST_IP` is not the address of a host, which",
      "  is where Ironic listens.",
      "  next: write an IPv4 or IPv6 address, without prefix",
      "  length, port or brackets, e.g. `10.0.20.99`",
    ]);
  });
});

it("problems are counted, and each keeps its indent", () => {
  expect(problemList([short, long], "nothing was written", 100).split("\n")).toEqual([
    "2 problems; nothing was written:",
    "  - `--release` is missing. next: add `--release v0.13.2`",
    "  - `--env IRONIC_HOST_IP` is not the address of a host, which is where Ironic listens.",
    "    next: write an IPv4 or IPv6 address, without prefix length, port or brackets, e.g. `10.0.20.99`",
  ]);
});

it("a word that is longer than a line stays whole", () => {
  const url = `https://images.example.org/${"a".repeat(80)}`;
  expect(wrap(`see ${url} for it`, 40, { rest: "  " })).toEqual(["  see", `  ${url}`, "  for it"]);
});
