import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProgram } from "../program.js";
import { runProgram } from "../runProgram.js";
import { type CheckCommandOptions, check } from "./check.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ironworks-check-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function host(name: string, spec: string, metadata = ""): string {
  return `apiVersion: metal3.io/v1alpha1
kind: BareMetalHost
metadata:
  name: ${name}
  namespace: site-a
${metadata}spec:
  online: true
${spec}`;
}

const BMC = (host: string): string => `  bootMACAddress: 0c:42:a1:5e:07:${host.padStart(2, "0")}
  bmc:
    address: redfish-virtualmedia://10.30.2.${host}/redfish/v1/Systems/1
    credentialsName: bmc-${host}
`;

function run(
  files: readonly string[],
  options: Partial<CheckCommandOptions> = {},
  stdin = "",
): { readonly code: number; readonly out: string; readonly error: string } {
  let out = "";
  let error = "";
  const code = check(
    files,
    { release: "v0.13.2", old: [], format: "json", ...options },
    {
      readStdin: () => stdin,
      out: (text) => {
        out += text;
      },
      error: (text) => {
        error += text;
      },
    },
  );
  return { code, out, error };
}

interface Entry {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly accepted: boolean;
  readonly problems: readonly Record<string, unknown>[];
}

function entries(text: string): readonly Entry[] {
  return JSON.parse(text);
}

describe("JSON", () => {
  it("one entry a document, in the order of files and documents", () => {
    const a = file("a.yaml", `${host("u07", BMC("7"))}---\n# nothing\n---\n${host("u08", "  bootMode: bios\n")}`);
    const b = file("b.json", JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } }));
    const { code, out, error } = run([a, b]);
    expect(code).toBe(1);
    expect(error).toBe("");
    expect(entries(out).map(({ kind, name, accepted }) => [kind, name, accepted])).toEqual([
      ["BareMetalHost", "u07", true],
      ["BareMetalHost", "u08", false],
      ["ConfigMap", "c", true],
    ]);
    expect(entries(out)[0]).toEqual({
      file: a,
      line: 1,
      kind: "BareMetalHost",
      name: "u07",
      accepted: true,
      problems: [],
    });
    const [problem] = entries(out)[1]?.problems ?? [];
    expect(new Set(Object.keys(problem ?? {}))).toEqual(
      new Set(["file", "line", "rule", "by", "severity", "field", "message", "remedy"]),
    );
    expect(problem).toMatchObject({ rule: "value-enum", by: "schema", severity: "error", field: "spec.bootMode" });
    expect(problem).toMatchObject({ file: a, line: 22 });
    expect(entries(out)[2]).toMatchObject({ file: b, line: 1 });
  });

  it("a list is one document, its items below their places", () => {
    const item = (name: string, mode: string): object => ({
      apiVersion: "metal3.io/v1alpha1",
      kind: "BareMetalHost",
      metadata: { name },
      spec: { online: true, bootMode: mode },
    });
    const list = { apiVersion: "v1", kind: "List", items: [item("u07", "UEFI"), item("u08", "bios")] };
    const { code, out } = run(["-"], {}, JSON.stringify(list));
    expect(code).toBe(1);
    const [entry, ...more] = entries(out);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ kind: "List", name: "", accepted: false });
    expect(entry?.problems.map(({ file: name }) => name)).toEqual(["-", "-", "-"]);
    expect(entry?.problems.map(({ field }) => field)).toEqual([
      "items[0].spec.bmc",
      "items[1].spec.bootMode",
      "items[1].spec.bmc",
    ]);
  });

  it("hosts of several files are seen together: two of one BMC are accepted, and cannot work", () => {
    const a = file("a.yaml", host("u07", BMC("7")));
    const b = file("b.yaml", host("u08", BMC("7")));
    const { code, out } = run([a, b]);
    expect(code).toBe(1);
    expect(entries(out).map(({ accepted }) => accepted)).toEqual([true, true]);
    expect(entries(out)[1]?.problems[0]).toMatchObject({ severity: "error", by: "advice", file: b, line: 10 });
    const text = run([a, b], { format: "text" });
    expect(text.code).toBe(1);
    expect(text.out).toMatch(/\n2 documents for v0\.13\.2, all accepted; advice: 4 errors/);
    const rules = entries(out).map(({ problems }) => problems.map(({ rule }) => rule));
    expect(rules).toEqual([
      ["host-duplicate-bmc", "host-duplicate-boot-mac"],
      ["host-duplicate-bmc", "host-duplicate-boot-mac"],
    ]);
  });

  it("a folder stands for the manifests in it and below, by name", () => {
    mkdirSync(join(folder, "racks"));
    file("z.yaml", host("z", BMC("9")));
    file("racks/a.yml", host("a", BMC("8")));
    file("README.md", "no manifest");
    expect(entries(run([folder]).out).map(({ name }) => name)).toEqual(["a", "z"]);
  });
});

describe("reads YAML as kubectl does", () => {
  it("MAC addresses without quotes stay texts, and so do times; `yes` is true", () => {
    const spec = "  bootMACAddress: 11:22:33:44:55:10\n  disablePowerOff: yes\n  description: 2026-11-24\n";
    const { out } = run(["-"], {}, host("u07", spec));
    expect(entries(out)[0]).toMatchObject({ accepted: true });
  });

  it("comments, anchors and an end mark", () => {
    const text = `# rack 2\n${host("u07", BMC("7"))}  userData: &data\n    name: u\n  metaData: *data\n...\n`;
    expect(entries(run(["-"], {}, text).out)).toMatchObject([{ accepted: true, problems: [] }]);
  });
});

describe("updates", () => {
  const moved = (): string => file("new.yaml", host("u07", BMC("8").replace("5e:07:08", "5e:07:07")));
  const before = (status = ""): string => file("old.yaml", host("u07", BMC("7")) + status);

  it("are compared with the old file, in the state that is given", () => {
    const changed = moved();
    const old = [before()];
    expect(run([changed]).code).toBe(0);
    const { code, out } = run([changed], { old, state: "inspecting" });
    expect(code).toBe(1);
    expect(entries(out)[0]?.problems).toMatchObject([
      {
        rule: "host-bmc-address-in-use",
        by: "webhook",
        field: "spec.bmc.address",
        message: expect.stringContaining("`inspecting`"),
      },
    ]);
    expect(run([changed], { old, state: "registering" }).code).toBe(0);
    expect(run([changed], { old, state: "detached" }).code).toBe(0);
  });

  it("take the state from the old object when there is one", () => {
    const changed = moved();
    expect(run([changed], { old: [before("status:\n  provisioning:\n    state: registering\n")] }).code).toBe(0);
    expect(run([changed], { old: [before("status:\n  provisioning:\n    state: available\n")] }).code).toBe(1);
  });
});

it("a namespace for objects that name none", () => {
  const subscription = `apiVersion: metal3.io/v1alpha1
kind: BMCEventSubscription
metadata: {name: s}
spec: {hostName: h, destination: "https://e/", httpHeadersRef: {name: t, namespace: site-a}}
`;
  const isAccepted = (options: Partial<CheckCommandOptions>): boolean | undefined =>
    entries(run(["-"], options, subscription).out)[0]?.accepted;
  expect(isAccepted({})).toBe(false);
  expect(isAccepted({ namespace: "site-a" })).toBe(true);
});

describe("text", () => {
  it("names file and line, fits 80 columns, and counts", () => {
    const spec =
      "  bmc:\n    address: foo://10.30.2.7\n    credentialsName: x\n  rootDeviceHints:\n    deviceName: /dev/sda\n";
    const a = file("a.yaml", `${host("u07", BMC("7"))}---\n${host("u08", spec)}`);
    const { code, out } = run([a], { format: "text" });
    expect(code).toBe(1);
    const text = out.replaceAll(folder, "");
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain(
      "/a.yaml:21: error: host-bmc-scheme-unknown (webhook)\n  `BareMetalHost u08: spec.bmc.address` ",
    );
    expect(text).toContain("/a.yaml:24: warning: host-hint-kernel-name (advice)\n");
    expect(text).toMatch(/\n2 documents for v0\.13\.2, 1 refused; advice: 1 warning\.\n$/);
  });

  it("names the item of a list", () => {
    const text =
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: metal3.io/v1alpha1\n  kind: HostUpdatePolicy\n  metadata:\n    name: u07\n  spec: {raid: x}\n";
    expect(run(["-"], { format: "text" }, text).out).toContain(
      "-:8: error: field-unknown (strict)\n  `List: HostUpdatePolicy u07: items[0].spec.raid` ",
    );
  });

  it("points at the nearest line for a field that is missing", () => {
    const { out } = run(["-"], { format: "text" }, host("u07", '  bmc:\n    address: "ipmi://10.30.2.7"\n'));
    expect(out).toContain("-:8: error: field-required (schema)");
  });

  it("says so when nothing is wrong", () => {
    expect(run(["-"], { format: "text" }, host("u07", BMC("7")))).toEqual({
      code: 0,
      out: "1 document for v0.13.2, all accepted.\n",
      error: "",
    });
  });
});

it("the schema's and the webhooks' objections come in one go, each field once", () => {
  const spec =
    "  bootMode: bios\n  bmc:\n    address: carrier://10.30.2.7\n    credentialsName: bmc-7\n  taints: none\n";
  const { code, out } = run(["-"], {}, host("u07", spec));
  const [{ problems }] = JSON.parse(out) as [{ problems: { by: string; field: string }[] }];
  expect(code).toBe(1);
  expect(problems.filter(({ by }) => by !== "advice").map(({ by, field }) => [by, field])).toEqual([
    ["schema", "spec.bootMode"],
    ["schema", "spec.taints"],
    ["webhook", "spec.bmc.address"],
  ]);
});

describe("for CI", () => {
  const bad = (): string => file("rack, 1.yaml", `---\n${host("u07", `${BMC("7")}  bootMode: bios\n`)}`);

  it("as annotations of GitHub's runner", () => {
    const path = bad();
    const { code, out } = run([path], { format: "github" });
    expect(code).toBe(1);
    const place = path.replace(",", "%2C");
    expect(out).toMatch(/^::error file=[^:]*,line=13,title=[\w-]+::`BareMetalHost u07: spec.bootMode` [^\n]*\n$/);
    expect(out).toContain(`file=${place},line=13`);
  });

  it("as SARIF", () => {
    const { code, out } = run([bad()], { format: "sarif" });
    expect(code).toBe(1);
    const log = JSON.parse(out);
    expect(log).toMatchObject({ version: "2.1.0", runs: [{ tool: { driver: { name: "ironworks check" } } }] });
    const [{ results, tool }] = log.runs;
    expect(results).toEqual([
      {
        ruleId: tool.driver.rules[0].id,
        level: "error",
        message: { text: expect.stringMatching(/^`BareMetalHost u07: spec.bootMode` /) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: expect.stringMatching(/rack%2C%201\.yaml$/) },
              region: { startLine: 13 },
            },
          },
        ],
      },
    ]);
  });

  it("nothing wrong is an empty log", () => {
    const good = file("good.yaml", host("u07", BMC("7")));
    expect(run([good], { format: "github" })).toMatchObject({ code: 0, out: "" });
    expect(JSON.parse(run([good], { format: "sarif" }).out).runs[0].results).toEqual([]);
  });
});

describe("wrong use ends with 2 and checks nothing", () => {
  it("everything at once", () => {
    const broken = file("broken.yaml", "a: [1\nb: : c\n");
    const { code, out, error } = run([broken, join(folder, "missing.yaml")], {
      release: "v9.9.9",
      format: "xml",
      state: "asleep",
    });
    expect(code).toBe(2);
    expect(out).toBe("");
    for (const word of ["`v9.9.9`", "`xml`", "`asleep`", "broken.yaml:2", "missing.yaml", "does not exist"]) {
      expect(error).toContain(word);
    }
    expect(error).toContain("nothing was checked");
  });

  it.each([
    ["no release", { release: undefined }, host("u07", BMC("7"))],
    ["a release of the other operator", { release: "irso-v0.11.0" }, host("u07", BMC("7"))],
    ["a text that is not an object", {}, "just words"],
    ["a list of numbers", {}, "[1, 2]"],
    ["a key twice", {}, "a: 1\na: 2\n"],
    ["nothing at all", {}, "# empty\n"],
    ["an anchor that is none", {}, "a: *b\n"],
    ["a missing old file", { old: ["/nowhere/old.yaml"] }, host("u07", BMC("7"))],
    ["standard input twice", { old: ["-"] }, host("u07", BMC("7"))],
  ])("%s", (_, options, stdin) => {
    const { code, out, error } = run(["-"], options, stdin);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toMatch(/^ironworks check: \d problem/);
  });
});

describe("the command line", () => {
  async function command(...argv: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
    let text = "";
    const write = (more: string): void => {
      text += more;
    };
    const code = await runProgram(createProgram(), ["node", "ironworks", "check", ...argv], {
      out: write,
      error: write,
    });
    return { code, text };
  }

  it("exit codes 0, 1 and 2", async () => {
    const good = file("good.yaml", host("u07", BMC("7")));
    const bad = file("bad.yaml", host("u07", "  bootMode: bios\n"));
    expect((await command(good, "--release", "v0.13.2")).code).toBe(0);
    expect((await command(good, bad, "--release", "v0.13.2", "--format", "json")).code).toBe(1);
    expect((await command(good, "--release", "v0.13.2", "--old", bad, "--state", "available")).code).toBe(0);
    expect((await command(good)).code).toBe(2);
    expect((await command("--release", "v0.13.2")).code).toBe(2);
    expect((await command(good, "--relaese", "v0.13.2")).code).toBe(2);
  });
});
