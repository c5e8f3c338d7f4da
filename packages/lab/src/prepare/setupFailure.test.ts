import { expect, it } from "vitest";
import { goFailure, installFailure } from "./setupFailure.js";

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
  ["LAB_SETUP_FAILED", "x.go:1:1: syntax error", "read what is printed below"],
])("%s from what Go printed", (code, output, next) => {
  const error = goFailure("etcd", output);
  expect(error.code).toBe(code);
  expect(error.message).toContain("Building etcd failed: ");
  expect(error.message).toContain(". next: ");
  expect(error.message).toContain(next);
  expect(error.message).toContain(`Go printed:\n${output}`);
});

it.each([
  ["LAB_DISK_FULL", "error: failed to write to file `/x`: No space left on device (os error 28)", "free about"],
  [
    "LAB_NO_NETWORK",
    "error: Failed to fetch\n  Caused by: dns error: failed to lookup address information",
    "check the network",
  ],
  [
    "LAB_NO_NETWORK",
    "error sending request for url\n  Caused by: Connection refused (os error 111)",
    "check the network",
  ],
  ["LAB_REGISTRY_FAILED", "HTTP status server error (503 Service Unavailable) for url", "run again"],
  ["LAB_REGISTRY_FAILED", "Hash mismatch for `alembic==1.20.1`", "run again"],
  ["LAB_SETUP_FAILED", "error: something else", "run again"],
])("%s from what an installer printed", (code, output, next) => {
  const error = installFailure("Ironic", output);
  expect(error.code).toBe(code);
  expect(error.message).toContain("Installing Ironic failed: ");
  expect(error.message).toContain(". next: ");
  expect(error.message).toContain(next);
  expect(error.message).toContain(`The installer printed:\n${output}`);
});
