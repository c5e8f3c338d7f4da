import { expect, it } from "vitest";
import { goFailure } from "./goFailure.js";

it.each([
  [
    "LAB_NO_NETWORK",
    'go: x@v1: Get "https://proxy.example.org/x": dial tcp: lookup proxy.example.org: no such host',
    "check the network",
  ],
  ["LAB_NO_NETWORK", "go: x@v1: reading https://proxy.example.org/x/@v/v1.zip: 502 Bad Gateway", "broke off"],
  ["LAB_NO_NETWORK", "go: x@v1: unexpected EOF", "run again"],
  ["LAB_REGISTRY_FAILED", "verifying x@v1: checksum mismatch\n\nSECURITY ERROR", "find out who changed it"],
  ["LAB_DISK_FULL", "link: write /tmp/x: no space left on device", "IRONWORKS_CACHE"],
  ["LAB_SETUP_FAILED", "x.go:1:1: syntax error", "read what Go says"],
])("%s from what Go said", (code, stderr, next) => {
  const error = goFailure("etcd", stderr);
  expect(error.code).toBe(code);
  expect(error.message).toContain("Building etcd failed.");
  expect(error.message).toContain(next);
  expect(error.message).toContain(stderr.split("\n")[0]);
});
