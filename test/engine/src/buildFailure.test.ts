import { expect, it } from "vitest";
import { buildFailure } from "./buildFailure.js";

it.each([
  [
    'go: x@v1: Get "https://proxy.example.org/x": dial tcp: lookup proxy.example.org: no such host',
    "cannot be reached",
    "network",
  ],
  [
    "go: x@v1: reading https://proxy.example.org/x/@v/v1.zip: 502 Bad Gateway",
    "cannot be reached, or broke off",
    "run the same",
  ],
  ["go: x@v1: unexpected EOF", "broke off", "run the same command again"],
  ["verifying x@v1: checksum mismatch\n\nSECURITY ERROR", "not the one that go.sum pins", "find out who changed it"],
  ["link: write /tmp/x: no space left on device", "the disk is full", "IRONWORKS_CACHE"],
  ["x.go:1:1: syntax error", "Go could not build Pulumi", "a complete `pulumi` on PATH"],
])("of %j says what is wrong and what to do", (said, what, next) => {
  const failure = buildFailure(new Error(said));
  expect(failure.message).toContain(what);
  expect(failure.message).toContain(said);
  expect(failure.message.split("Next: ")[1]).toContain(next);
});
