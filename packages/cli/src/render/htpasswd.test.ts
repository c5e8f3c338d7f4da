import bcrypt from "bcryptjs";
import { expect, it } from "vitest";
import { htpasswdLine, isPasswordHash, siblingLine } from "./htpasswd.js";

it("makes lines that a password passes, as htpasswd -B writes them", async () => {
  const line = await htpasswdLine("admin", "pä$$:word");
  expect(line).toMatch(/^admin:\$2y\$05\$[./A-Za-z0-9]{53}$/);
  expect(isPasswordHash(line)).toBe(true);
  expect(await bcrypt.compare("pä$$:word", line.slice("admin:".length))).toBe(true);
  expect(await bcrypt.compare("other", line.slice("admin:".length))).toBe(false);
  expect(await htpasswdLine("admin", "pä$$:word")).not.toBe(line);
});

it("gives another user a line with the same salt, so that it is fixed too", async () => {
  const fixed = await htpasswdLine("admin", "one");
  const sibling = await siblingLine(fixed, "inspector", "two");
  expect(await siblingLine(fixed, "inspector", "two")).toBe(sibling);
  expect(sibling).toMatch(/^inspector:\$2y\$05\$/);
  expect(await bcrypt.compare("two", sibling.slice("inspector:".length))).toBe(true);
});

it("takes over what is not a hash", async () => {
  expect(isPasswordHash("admin:$2y$05")).toBe(false);
  expect(await siblingLine("admin:$2y$05", "inspector", "two")).toBe("inspector:$2y$05");
});
