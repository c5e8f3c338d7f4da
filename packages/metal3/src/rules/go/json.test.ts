import fc from "fast-check";
import { expect, it } from "vitest";
import { decodingFault, type GoShape, readJson, readWholeJson } from "./json.js";

const SHAPE: GoShape = {
  type: "object",
  properties: {
    name: { type: "string" },
    count: { type: "integer" },
    vlan: { type: "integer", format: "int32" },
    clock: { type: "number" },
    on: { type: "boolean" },
    seen: { type: "string", format: "date-time" },
    disks: { type: "array", items: { type: "object", properties: { size: { type: "integer" } } } },
    labels: { type: "object", values: { type: "string" } },
  },
};

function fault(text: string, strict = true): string | undefined {
  const node = readJson(text);
  return node.ok ? decodingFault(node.value, SHAPE, strict) : node.error;
}

it.each([
  "{}",
  "null",
  '{"name":"a","count":-3,"clock":2400.5,"on":false}',
  '{"NAME":"a","Count":1}',
  '{"name":null,"disks":null,"labels":null,"seen":null}',
  '{"disks":[{"size":1},null,{}]}',
  '{"labels":{"any":"thing"}}',
  '{"seen":"2026-11-24T10:00:00Z"}',
  '{"seen":"2026-11-24T10:00:00.123+01:00"}',
  '{"name":"a"} what follows is not read',
  '{"name":"a","name":"b"}',
  '{"vlan":2147483647}',
])("%s decodes", (text) => {
  expect(fault(text)).toBeUndefined();
});

it.each([
  "",
  "  ",
  "{",
  "[]",
  "1",
  '{"rack":7}',
  '{"count":1.0}',
  '{"count":1e3}',
  '{"count":"1"}',
  '{"count":9223372036854775808}',
  '{"vlan":2147483648}',
  '{"clock":1e999}',
  '{"on":"true"}',
  '{"seen":"yesterday"}',
  '{"seen":"2026-02-30T10:00:00Z"}',
  '{"seen":"2026-13-01T10:00:00Z"}',
  '{"disks":{"size":1}}',
  '{"disks":[{"size":"1"}]}',
  '{"disks":[{"speed":1}]}',
  '{"labels":{"any":7}}',
  "{name:1}",
  '{"name":"a",}',
  '{"name":"a\u0007"}',
  '{"count":01}',
  "{'name':'a'}",
])("%s does not", (text) => {
  expect(fault(text)).toBeTypeOf("string");
});

it.each([
  ["[]", "is a list and must be an object"],
  ['{"disks":[{"size":"1"}]}', "has a text in `disks[0].size`, which must be an integer"],
  ['{"labels":{"a/b":7}}', 'has a number in `labels["a/b"]`, which must be a text'],
  ['{"rack":7}', "has the unknown field `rack`"],
  ["{name:1}", 'is not JSON: a name in `"` is missing at character 2'],
])("what is wrong with %s is said of the value", (text, words) => {
  expect(fault(text)).toBe(words);
});

it("unknown names count only when strict, and the whole text only when it is asked for", () => {
  expect(fault('{"rack":7}', false)).toBeUndefined();
  expect(readWholeJson('{"name":"a"} x').ok).toBe(false);
  expect(readWholeJson(' {"name":"a"}\n').ok).toBe(true);
});

it("reads what JavaScript reads, and refuses what it refuses", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readWholeJson(text).ok).toBe(true);
    }),
  );
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom("{", "}", '"', ",", ":", "0", "-", " ", "e", ""),
      (text, at, piece) => {
        const index = at % (text.length + 1);
        const changed = text.slice(0, index) + piece + text.slice(index + 1);
        expect(readWholeJson(changed).ok).toBe(isJson(changed));
      },
    ),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
