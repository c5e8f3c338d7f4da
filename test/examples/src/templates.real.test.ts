import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ExampleProject, example, template } from "./exampleProject.js";

let project: ExampleProject | undefined;
afterEach(() => project?.dispose());

/** What the templates ask for, and nobody listens there. */
const answers = {
  ironicEndpoint: "http://127.0.0.1:1",
  "ironworks:site-a.username": "admin",
  ramdiskIso: "http://127.0.0.1:1/ipa.iso",
  imageUrl: "http://127.0.0.1:1/debian-13.raw",
  imageChecksum: `sha256:${"a".repeat(64)}`,
};
const password = { "ironworks:site-a.password": "sesame" };
const server = {
  name: "node-0",
  bmcAddress: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1",
  bootMACAddress: "00:35:30:2a:ad:48",
};

async function generated(name: string): Promise<{ readonly project: ExampleProject; readonly said: string }> {
  project = await ExampleProject.empty("servers");
  const wishes = ["--name", "servers", "--description", "Our servers", "--generate-only", "--yes"];
  const said = await project.succeed("new", template(name), ...wishes);
  await project.succeed("stack", "init", "dev");
  return { project, said };
}

describe("pulumi new", () => {
  it("makes of templates/quickstart a project that says what is missing, and then previews", async () => {
    const { project, said } = await generated("quickstart");
    expect(said).toContain("pulumi config set --secret --path bmcPasswords.node-0");
    const settings = parse(readFileSync(join(project.folder, "Pulumi.yaml"), "utf8"));
    expect(settings).toMatchObject({ name: "servers", description: "Our servers", config: { servers: {} } });
    expect(settings.template).toBeUndefined();
    await project.configure(answers, password);
    const missing = await project.run("preview");
    expect(missing.code).not.toBe(0);
    expect(missing.output).toContain("missing configuration values 'bmcPasswords' and 'servers'");

    const setting = Object.entries(server).map(([key, value]) => `servers[0].${key}=${value}`);
    await project.succeed("config", "set-all", "--path", ...setting.flatMap((each) => ["--plaintext", each]));
    await project.succeed("config", "set", "--path", "bmcPasswords.node-0", "hunter2");
    const open = await project.run("preview");
    expect(open.output).toContain("'bmcPasswords' must be encrypted as it's secret");
    await project.succeed("config", "rm", "bmcPasswords");
    await project.configure({}, { "bmcPasswords.node-0": "hunter2" });
    const shown = await project.succeed("preview");
    expect(shown).toMatch(/BareMetalHost node-0 create/);
    expect(shown).not.toMatch(/hunter2|sesame/);
  });

  it("makes of templates/fleet a project that previews", async () => {
    const { project, said } = await generated("fleet");
    expect(said).toContain("servers.ts");
    const bmcs = { "bmcPasswords.rack-1-u1": "hunter2", "bmcPasswords.rack-1-u2": "hunter3" };
    await project.configure(answers, { ...password, ...bmcs });
    const shown = await project.succeed("preview");
    expect(shown).toMatch(/fleet:index:Rack rack-1 create/);
    expect(shown).toMatch(/BareMetalHost rack-1-u2 create/);
  });
});

describe("the policy pack, by the engine", () => {
  /** Two hosts with machines, as they are by default or not. */
  const program = (host: object, machine: object): string => `
const { BareMetalHost, InstanceImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const route = ironicApi("site-a", { endpoint: "http://127.0.0.1:1" });
const image = InstanceImage.url("http://127.0.0.1:1/debian-13.raw", { checksum: "sha256:${"a".repeat(64)}" });
const make = (at, host, machine) => {
  const bmc = { address: "redfish-virtualmedia://10.0.1." + at + "/redfish/v1/Systems/1", username: "admin", password: "x" };
  const made = new BareMetalHost("node-" + at, { route, bmc, bootMACAddress: "00:35:30:2a:ad:0" + at, ...host });
  new ProvisionedMachine("web-" + at, { host: made, image, rootDeviceHints: { serialNumber: "S" + at }, ...machine });
};
make(1, {}, {});
make(2, ${JSON.stringify(host)}, ${JSON.stringify(machine)});
`;

  it("refuses on main what could harm servers later, names each rule, and lets approved ones pass", async () => {
    project = await ExampleProject.empty("policies");
    const { folder } = project;
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "policies", main: "index.js", runtime }));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "policies", main: "index.js" }));
    const risky = program(
      { takeover: true, onDestroy: "remove" },
      { reinstall: { allow: true }, onDestroy: "deprovision" },
    );
    await writeFile(join(folder, "index.js"), risky);
    const rules = ["machine-detaches", "host-stays", "no-standing-reinstall", "no-standing-takeover"];
    const pack = ["--policy-pack", example("policy-pack")];

    await project.succeed("stack", "init", "main");
    const refused = await project.run("preview", ...pack);
    expect(refused.code).not.toBe(0);
    for (const rule of rules) {
      expect(refused.output).toMatch(new RegExp(`\\[mandatory\\] +${rule} `));
    }
    expect(refused.output).toMatch(/web-2: `onDestroy` is `deprovision`, .* next: leave it out/);
    expect(refused.output).not.toMatch(/(node|web)-1: /);

    const approved = Object.fromEntries(rules.map((rule) => [rule, { approved: ["node-2", "web-2"] }]));
    await writeFile(join(folder, "approved.json"), JSON.stringify(approved));
    await project.succeed("preview", ...pack, "--policy-pack-config", "approved.json");

    await project.succeed("stack", "init", "dev");
    await project.succeed("preview", ...pack);

    await project.succeed("stack", "select", "main");
    await writeFile(join(folder, "index.js"), program({}, {}));
    await project.succeed("preview", ...pack);
  });
});
