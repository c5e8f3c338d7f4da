import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type DynamicShim, startShim } from "./dynamicShim.js";
import { LAYOUTS, WRAPPER } from "./layouts.js";
import { type LoopbackRegistry, loopbackRegistry } from "./loopbackRegistry.js";
import { pack } from "./packedPackages.js";
import { layoutProject, writeWrapper } from "./project.js";
import { run } from "./run.js";
import { sdkVersion } from "./sdkVersion.js";

const root = join(__dirname, "..", "..", "..");

/** What is packed; the line is not for programs, so the package does not export it. */
const { PROVIDER_LINE } = createRequire(__filename)(
  join(root, "packages", "pulumi", "dist", "resource", "providerLine.js"),
) as { readonly PROVIDER_LINE: string };

/** What the engine sends for a host whose BMC address no driver understands. */
const host = {
  __provider: PROVIDER_LINE,
  ironworks: { resource: "BareMetalHost", version: 1, name: "node-0", owner: "organization/site/dev", urn: "urn" },
  route: { name: "site-a", endpoint: "http://127.0.0.1:1" },
  bmc: { address: "carrier-pigeon://10.0.1.2", username: "admin", password: "secret" },
};

const compilerOptions = {
  noEmit: true,
  strict: true,
  module: "nodenext",
  target: "es2022",
  types: [],
  skipLibCheck: true,
};

let folder: string;
let registry: LoopbackRegistry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-packed-"));
  registry = await loopbackRegistry();
  for (const each of inject("packed")) {
    registry.add(each);
  }
  await writeWrapper(join(folder, "wrapper"), WRAPPER);
  registry.add(await pack(join(folder, "wrapper"), join(folder, "tarballs")));
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(LAYOUTS)("installed by $title", (layout) => {
  let project: string;
  let shim: DynamicShim | undefined;

  beforeAll(async () => {
    const name = layout.title.replace(/\W+/g, "-");
    project = await layoutProject(join(folder, name), { layout, registry, sdk: await sdkVersion() });
  });
  afterAll(() => shim?.stop());

  it("is required by CommonJS and imported by name from an ES module", async () => {
    const required = `console.log(typeof require(${JSON.stringify(layout.dependsOn)}).BareMetalHost)`;
    expect(await run("node", ["--eval", required], project)).toBe("function\n");
    const imported = `import { BareMetalHost } from ${JSON.stringify(layout.dependsOn)}; console.log(typeof BareMetalHost)`;
    expect(await run("node", ["--input-type=module", "--eval", imported], project)).toBe("function\n");
  });

  it("compiles in a program, CommonJS and ES module, and refuses a wrong type", async () => {
    const program = `import { BareMetalHost } from ${JSON.stringify(layout.dependsOn)};
export const make = (route: ConstructorParameters<typeof BareMetalHost>[1]["route"]): BareMetalHost =>
  new BareMetalHost("node-0", { route, bmc: { address: "ipmi://10.0.1.2" }, bootMACAddress: "00:35:30:2a:ad:48" });
`;
    const wrong = program.replace('address: "ipmi://10.0.1.2"', "address: 5");
    const sources = { "program.cts": program, "program.mts": program, "wrong.mts": wrong };
    for (const [file, source] of Object.entries(sources)) {
      await writeFile(join(project, file), source);
    }
    const tsconfig = { compilerOptions, files: Object.keys(sources) };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify(tsconfig));
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const { message }: Error = await run("node", [compiler], project).then(
      () => expect.fail("an address that is a number must not compile"),
      (error) => error,
    );
    expect(message.match(/error TS\d+/g)).toEqual(["error TS2322"]);
    expect(message).toContain("wrong.mts(3,");
  });

  it("answers the engine from Pulumi's own provider process", async () => {
    shim = await startShim(project);
    const refused = await shim.check(host);
    expect(refused.join("\n")).toContain("bmc.address");
    const bmc = { ...host.bmc, address: "redfish://10.0.1.2/redfish/v1/Systems/1" };
    const accepted = { ...host, bmc, bootMACAddress: "00:35:30:2a:ad:48" };
    expect((await shim.check(accepted)).join("\n")).not.toContain("bmc.address");
  });
});
