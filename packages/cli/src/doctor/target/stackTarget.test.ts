import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandOutcome } from "../../pulumi/pulumiCommand.js";
import { stackTarget } from "./stackTarget.js";

const folder = mkdtempSync(join(tmpdir(), "ironworks-stack-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "site.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const ROUTE = {
  kind: "ironic",
  name: "site-a",
  endpoint: "https://10.0.20.99:6385",
  ramdisk: { kind: "ipa-image", media: "iso", iso: "http://10.0.20.99/ipa.iso" },
  caFile: "site.pem",
};
const TYPE = "pulumi-nodejs:ironworks:";
const urn = (kind: string, name: string) => `urn:pulumi:dev::site::${TYPE}${kind}::${name}`;

const RESOURCES = [
  { urn: "urn:pulumi:dev::site::pulumi:pulumi:Stack::site-dev", type: "pulumi:pulumi:Stack" },
  {
    urn: urn("BareMetalHost", "node-0"),
    type: `${TYPE}BareMetalHost`,
    inputs: { bmc: SECRET, route: ROUTE },
    outputs: {
      route: ROUTE,
      nodeUuid: "uuid-0",
      bmc: { address: "redfish+http://10.0.1.2:8000/redfish/v1/Systems/1", username: "admin" },
    },
  },
  { urn: urn("BareMetalHost", "hidden"), type: `${TYPE}BareMetalHost`, inputs: { bmc: SECRET, route: ROUTE } },
  {
    urn: urn("BareMetalHost", "gone"),
    type: `${TYPE}BareMetalHost`,
    delete: true,
    outputs: { bmc: { address: "ipmi://10.0.1.9" } },
  },
  {
    urn: urn("ProvisionedMachine", "web-0"),
    type: `${TYPE}ProvisionedMachine`,
    outputs: {
      route: ROUTE,
      image: { url: "http://10.0.20.99/a.raw", checksum: { algorithm: "sha256", value: "ab" } },
    },
  },
  {
    urn: "urn:pulumi:dev::site::kubernetes:core/v1:Secret::s",
    type: "kubernetes:core/v1:Secret",
    outputs: { kind: "Secret", metadata: { name: "s" }, data: { password: SECRET } },
  },
  {
    urn: "urn:pulumi:dev::site::kubernetes:core/v1:ConfigMap::ironic",
    type: "kubernetes:core/v1:ConfigMap",
    outputs: { kind: "ConfigMap", metadata: { name: "ironic" }, data: { HTTP_PORT: "6180" } },
  },
];

/** `pulumi` as far as it is asked, and what it was asked. */
function fakePulumi(config: Readonly<Record<string, string>>, resources: readonly object[] = RESOURCES) {
  const asked: string[] = [];
  const pulumi = async (...args: readonly string[]): Promise<CommandOutcome> => {
    asked.push(args.join(" "));
    const [verb, noun, key = ""] = args;
    if (verb === "stack" && noun === "export") {
      return { output: JSON.stringify({ version: 3, deployment: { resources } }) };
    }
    if (noun === "--json") {
      return {
        output: JSON.stringify(Object.fromEntries(Object.keys(config).map((name) => [name, { secret: true }]))),
      };
    }
    return { output: `${config[key]}\n` };
  };
  return { pulumi, asked };
}

const read = (pulumi: ReturnType<typeof fakePulumi>["pulumi"], environment: Readonly<Record<string, string>> = {}) =>
  stackTarget({ pulumi, stack: "dev", folder, environment: (name) => environment[name] });

describe("a stack's state", () => {
  it("gives endpoints, hosts, images and objects; secrets stay closed", async () => {
    const { pulumi, asked } = fakePulumi({
      "ironworks:site-a.username": "admin",
      "ironworks:site-a.password": "sesame",
    });
    const target = await read(pulumi);
    expect(target.endpoints).toEqual([
      {
        name: "site-a",
        url: "https://10.0.20.99:6385",
        ca: expect.stringContaining("BEGIN CERTIFICATE"),
        insecure: false,
        account: {
          username: "admin",
          password: "sesame",
          from: "the stack's configuration",
          remedy: expect.stringContaining("pulumi config set --secret ironworks:site-a.password"),
        },
      },
    ]);
    expect(target.hosts).toMatchObject([
      {
        name: "node-0",
        endpoint: "site-a",
        nodeUuid: "uuid-0",
        bmc: { family: "redfish", host: "10.0.1.2", port: 8000, tls: false },
        needs: { driver: "redfish", boot_interface: "ipxe" },
      },
    ]);
    expect(target.files.filter(({ kind }) => kind === "image")).toEqual([
      { kind: "image", url: "http://10.0.20.99/a.raw", usedBy: "web-0", checksum: "sha256:ab" },
    ]);
    expect(target.objects.map(({ kind }) => kind)).toEqual(["ConfigMap"]);
    expect(target.notes.map(({ subject, status }) => [subject, status])).toEqual([
      ["dev", "ok"],
      ["hidden", "skipped"],
    ]);
    expect(asked.every((line) => / --stack dev$/.test(line) && !line.includes("--show-secrets"))).toBe(true);
    expect(asked.filter((line) => line.startsWith("config get"))).toHaveLength(2);
  });

  it("credentials come from the environment where the configuration has none, and nobody's are said to be missing", async () => {
    const environment = { IRONWORKS_SITE_A_USERNAME: "u", IRONWORKS_SITE_A_PASSWORD: "p" };
    const [endpoint] = (await read(fakePulumi({}).pulumi, environment)).endpoints;
    expect(endpoint?.account).toMatchObject({ username: "u", password: "p", from: "the environment" });
    const [bare] = (await read(fakePulumi({}).pulumi)).endpoints;
    expect(bare?.account).toMatchObject({ username: undefined, password: undefined, from: "" });
    expect(bare?.account.remedy).toContain("IRONWORKS_SITE_A_PASSWORD");
  });

  it("a configuration that cannot be read is no reason to stop, and is said", async () => {
    const { pulumi } = fakePulumi({});
    const locked = async (...args: readonly string[]): Promise<CommandOutcome> =>
      args[0] === "config" ? { failed: "incorrect passphrase" } : await pulumi(...args);
    const [endpoint] = (await read(locked)).endpoints;
    expect(endpoint?.account.from).toBe("the stack's configuration, which cannot be read: incorrect passphrase");
  });

  it("without anything of ours says what to name instead", async () => {
    const target = await read(fakePulumi({}, []).pulumi);
    expect(target.notes).toMatchObject([{ status: "warning", next: expect.stringContaining("--endpoint") }]);
  });

  it("that cannot be read is an error with Pulumi's words", async () => {
    const target = await read(async () => ({ failed: "no stack named 'dev' found" }));
    expect(target.notes).toMatchObject([{ status: "error", seen: expect.stringContaining("no stack named 'dev'") }]);
  });

  it("a file of authorities that is not there is an error", async () => {
    const resources = [
      {
        urn: urn("BareMetalHost", "a"),
        type: `${TYPE}BareMetalHost`,
        outputs: { route: { ...ROUTE, caFile: "none.pem" }, bmc: { address: "ipmi://10.0.1.9" } },
      },
    ];
    const target = await read(fakePulumi({}, resources).pulumi);
    expect(target.notes.map(({ status, seen }) => [status, seen])).toContainEqual([
      "error",
      expect.stringContaining("none.pem"),
    ]);
  });
});
