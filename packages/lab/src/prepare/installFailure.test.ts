import { expect, it } from "vitest";
import { installFailure } from "./installFailure.js";

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
])("%s from what an installer said", (code, stderr, next) => {
  const error = installFailure("Ironic", stderr);
  expect(error.code).toBe(code);
  expect(error.message).toContain("Installing Ironic failed.");
  expect(error.message).toContain(next);
  expect(error.message).toContain(stderr.split("\n")[0]);
});
