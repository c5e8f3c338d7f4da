import { describe, expect, it } from "vitest";
import { packageOf, roomProblems } from "./problems.mjs";
import { rooms } from "./rooms.mjs";

const file = (path, imports, more = {}) => ({
  path,
  lines: 10,
  generated: false,
  imports: imports.map((each) => (typeof each === "string" ? { specifier: each, late: false } : each)),
  ...more,
});
const to = (target, late = false) => ({ specifier: "./x.js", late, target });
const declared = new Set(["@ironworks/core", "@ironworks/driver", "axios"]);
const problems = (folder, files) => roomProblems(folder, rooms[folder], files, declared);

describe("rooms", () => {
  it("lets imports point down, to Node, to what is declared", () => {
    const files = [file("packages/driver/src/a.ts", ["@ironworks/core", "node:timers", "axios/x"])];
    expect(problems("packages/driver", files)).toEqual([]);
  });

  it.each([
    ["packages/core", "@ironworks/driver", "imports point down"],
    ["packages/driver", "@ironworks/ironic", "imports point down"],
    ["packages/lab", "@ironworks/driver", "imports point down"],
    ["packages/core", "node:fs", "is pure"],
    ["packages/driver", "lodash", "does not name"],
  ])("refuses that %s imports %s", (folder, specifier, problem) => {
    expect(problems(folder, [file(`${folder}/src/a.ts`, [specifier])])).toEqual([expect.stringContaining(problem)]);
  });

  it("leaves tests and what they share free", () => {
    const files = ["a.test.ts", "b.real.test.ts", "testing/lab.ts"].map((name) =>
      file(`packages/core/src/${name}`, ["@ironworks/lab", "node:fs"]),
    );
    expect(problems("packages/core", files)).toEqual([]);
  });

  it("refuses a relative import of another room, or of nothing", () => {
    const files = [file("packages/lab/src/a.ts", [to("packages/core/src/b.ts"), to(undefined)])];
    expect(problems("packages/lab", files)).toEqual([
      expect.stringContaining("of another room"),
      expect.stringContaining("not there"),
    ]);
  });

  it("finds a circle, of types too, and lets what loads later be mutual", () => {
    const circle = (late) => [
      file("packages/lab/src/a.ts", [to("packages/lab/src/b.ts")]),
      file("packages/lab/src/b.ts", [to("packages/lab/src/c.ts")]),
      file("packages/lab/src/c.ts", [to("packages/lab/src/a.ts", late)]),
    ];
    expect(problems("packages/lab", circle(true))).toEqual([]);
    expect(problems("packages/lab", circle(false))).toEqual([
      "a circle of imports: packages/lab/src/a.ts → packages/lab/src/b.ts → packages/lab/src/c.ts → packages/lab/src/a.ts",
    ]);
  });

  it("refuses a verb that does not go through the gate, but in tests", () => {
    const calls = ["provision", "harmless"];
    const call = (name) => file(`providers/ironic/src/${name}`, [], { calls });
    expect(problems("providers/ironic", [call("operations/power.ts")])).toEqual([
      "providers/ironic/src/operations/power.ts calls `provision`: only providers/ironic/src/operations/nodeHandle.ts does, through the gate",
    ]);
    expect(problems("providers/ironic", [call("operations/nodeHandle.ts"), call("a.real.test.ts")])).toEqual([]);
  });

  it("refuses a file that is too long, unless it is generated", () => {
    const long = (generated) => [file("packages/lab/src/a.ts", [], { lines: 401, generated })];
    expect(problems("packages/lab", long(true))).toEqual([]);
    expect(problems("packages/lab", long(false))).toEqual([expect.stringContaining("401 lines")]);
  });

  it("knows the package of a specifier", () => {
    expect(packageOf("@scope/name/part")).toBe("@scope/name");
    expect(packageOf("name/part")).toBe("name");
  });
});
