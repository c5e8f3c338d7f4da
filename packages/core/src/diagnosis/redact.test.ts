import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "./redact.js";

it.each([
  ["login with hunter2 failed", ["hunter2"], "login with ****** failed"],
  ["x=p%40ss", ["p@ss"], "x=******"],
  ['{"a":"q\\"r"}', ['q"r'], '{"a":"******"}'],
  ["Basic cm9vdDpodW50ZXIy", ["root:hunter2"], "Basic ******"],
  ["pw ab, not abc", ["ab"], "pw ******, not abc"],
  ["longer first: secret-long", ["secret", "secret-long"], "longer first: ******"],
  ["nothing given", ["", undefined], "nothing given"],
])("%s", (text, secrets, safe) => {
  expect(redact(text, secrets)).toBe(safe);
});

describe("by shape", () => {
  it.each([
    ["GET https://root:hunter2@bmc/redfish/v1", "GET https://******@bmc/redfish/v1"],
    ["{'ipmi_password': 'hunter2', 'x': 1}", "{'ipmi_password': ******, 'x': 1}"],
    ['"redfish_password":"hunter 2"', '"redfish_password":******'],
    ["agent_token=abc&x=1 next", "agent_token=****** next"],
    ["Authorization: Basic cm9vdA==", "Authorization: Basic ******"],
    ["Incorrect username or password", "Incorrect username or password"],
    ["https://images.example/a.raw", "https://images.example/a.raw"],
  ])("%s", (text, safe) => {
    expect(redact(text)).toBe(safe);
  });
});

it("a secret is in no text, however it is written", () => {
  const secret = fc
    .string({ minLength: 3 })
    .filter((text) => !"******".includes(text.trim()) && text.trim().length > 2);
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
      const url = encodeURIComponent(hidden);
      const text = `${before}${hidden}${after} ${url} ${JSON.stringify({ hidden })}`;
      const safe = redact(text, [hidden]);
      expect(safe).not.toContain(hidden);
      expect(safe).not.toContain(url);
    }),
  );
});
