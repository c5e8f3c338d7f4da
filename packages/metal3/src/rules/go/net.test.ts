import { expect, it } from "vitest";
import { isHostPort, isIP, isMacAddress, isUuid } from "./net.js";

it.each(["10.0.0.1", "0.0.0.0", "::", "::1", "fd00::7", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::ffff:10.0.0.1"])(
  "%s is an address",
  (text) => {
    expect(isIP(text)).toBe(true);
  },
);

it.each([
  "",
  "10.0.0",
  "10.0.0.256",
  "010.0.0.1",
  "10.0.0.1.2",
  ":",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7:8::",
  "12345::",
  "fe80::1%eno1",
  "::10.0.0.1:1",
  "::ffff:10.0.0.01",
])("%s is none", (text) => {
  expect(isIP(text)).toBe(false);
});

it("host and port: brackets as Go wants them, the port anything", () => {
  for (const text of ["10.0.0.1:623", "[::1]:623", "a:", ":x", "ipmi://10.0.0.1 "]) {
    expect(isHostPort(text)).toBe(true);
  }
  for (const text of ["10.0.0.1", "::1", "a:b:c", "[::1]", "[::1]x:1", "[[::1]]:1", "a]:1", ""]) {
    expect(isHostPort(text)).toBe(false);
  }
});

it("MAC addresses of 6, 8 and 20 bytes", () => {
  const twenty = Array(20).fill("0c").join(":");
  for (const text of ["0c:42:a1:5e:07:10", "0C-42-a1-5e-07-10", "0c42.a15e.0710", "0c:42:a1:5e:07:10:11:12", twenty]) {
    expect(isMacAddress(text)).toBe(true);
  }
  for (const text of [
    "",
    "0c:42:a1:5e:07",
    "0c:42:a1:5e:07:10:11",
    "0c:42-a1:5e:07:10",
    "0c42a15e0710",
    "0c:42:a1:5e:07:zz",
  ]) {
    expect(isMacAddress(text)).toBe(false);
  }
});

it("what counts as a uuid", () => {
  const uuid = "7d1f1c0e-52a4-4c52-9d5e-0f4a3b1c2d3e";
  for (const text of [
    uuid,
    uuid.toUpperCase(),
    uuid.replaceAll("-", ""),
    `{${uuid}}`,
    `a${uuid}b`,
    `URN:UUID:${uuid}`,
  ]) {
    expect(isUuid(text)).toBe(true);
  }
  for (const text of ["", "node-0", uuid.slice(1), `${uuid}0`, uuid.replace("7", "g"), uuid.replaceAll("-", "_")]) {
    expect(isUuid(text)).toBe(false);
  }
});
