/** A secret as `pulumi stack export` prints it. */
const SECRET: Readonly<Record<string, string>> = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:AAAA:SESAME",
};

export const SITE: Readonly<Record<string, unknown>> = {
  kind: "ironic",
  name: "site-a",
  endpoint: "https://192.0.2.10:6385",
};

function resource(kind: string, name: string, outputs: Readonly<Record<string, unknown>>): object {
  const type = `pulumi-nodejs:ironworks:${kind}`;
  const ironworks = { resource: kind, version: 1, name, owner: "acme/site/dev", settled: true };
  return {
    urn: `urn:pulumi:dev::site::${type}::${name}`,
    type,
    outputs: {
      route: { ...SITE, password: SECRET },
      ...outputs,
      ironworks: { ...ironworks, ...(outputs.ironworks ?? {}) },
    },
  };
}

export function hostResource(index: number, changes: Readonly<Record<string, unknown>> = {}): object {
  const nodeUuid = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const found = { nodeUuid, bmcPassword: SECRET, observed: "present", ironworks: { incarnation: `i-${index}` } };
  return resource("BareMetalHost", `node-${index}`, { ...found, ...changes });
}

export function machineResource(index: number, changes: Readonly<Record<string, unknown>> = {}): object {
  const nodeUuid = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  return resource("ProvisionedMachine", `web-${index}`, {
    nodeUuid,
    host: { nodeUuid, hostId: `node-${index}`, owner: "acme/site/dev" },
    image: { kind: "instance-image", url: "http://images/a.raw", checksum: { algorithm: "sha256", value: "aaaa" } },
    rootDisk: { name: "/dev/nvme0n1", serial: `NV-000${index}`, sizeGiB: 447 },
    ...changes,
  });
}

export function stackExport(...resources: readonly object[]): string {
  return JSON.stringify({ version: 3, deployment: { resources } });
}
