import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorsAmong } from "@ironworks/core";
import { hashOf } from "@ironworks/core/json";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindsOf } from "../kinds/kindTables.js";
import { DEPLOY_LETTERS, type DeployFlags, flagsMatch, NO_FLAGS } from "../releases/deployFlags.js";
import { lineOf, RELEASE_LINES, type Release } from "../releases/release.js";
import { findRelease, KNOWN_RELEASES } from "../releases/table.js";
import { contentHash } from "./contentHash.js";
import { type KubernetesObject, objectIdentity } from "./kubernetesObject.js";
import { parseDeployFlags } from "./parseDeployFlags.js";
import type { UpstreamSpec } from "./stackContext.js";
import { synthesiseUpstream } from "./synthesise.js";

/** Settings that the digests were made with. */
const variables = {
  IRONIC_HOST_IP: "10.0.20.99",
  MARIADB_HOST_IP: "127.0.0.1",
  IRONIC_USERNAME: "ironic-user",
  IRONIC_PASSWORD: "ironic-pass",
  IRONIC_HTPASSWD: "ironic-user:$2y$05",
  IRONIC_INSPECTOR_USERNAME: "inspector-user",
  IRONIC_INSPECTOR_PASSWORD: "inspector-pass",
  INSPECTOR_HTPASSWD: "inspector-user:$2y$05",
};

function specOf(release: Release, flags: string, changes: Partial<UpstreamSpec> = {}): UpstreamSpec {
  return { release, flags: parseDeployFlags(flags).flags, variables, ...changes };
}

function isDefinition({ kind }: KubernetesObject): boolean {
  return kind === "CustomResourceDefinition";
}

function find(objects: readonly KubernetesObject[], kind: string, name: string | RegExp): KubernetesObject {
  const object = objects.find(
    ({ kind: its, metadata }) =>
      its === kind && (typeof name === "string" ? metadata.name === name : name.test(metadata.name)),
  );
  if (!object) {
    throw new Error(`no ${kind} ${name}`);
  }
  return object;
}

/**
 * SHA-256, as canonical JSON, of what the deploy.sh of each release applies (definitions left out, repetitions too), by
 * flags. Recorded from runs of the scripts with the settings above and kustomize 5.8.1; Ironic's part of v0.2 to v0.6 with
 * 4.5.4, which those releases pin the like of, as a later one refuses their `-k`. Releases that are not here have the
 * files of the one before.
 */
const digests: Readonly<Partial<Record<Release, Readonly<Record<string, string>>>>> = JSON.parse(
  readFileSync(join(__dirname, "upstream.digests.json"), "utf8"),
);

describe("profile upstream", () => {
  for (const [release, sets] of Object.entries(digests) as [Release, Readonly<Record<string, string>>][]) {
    it(`applies what deploy.sh of ${release} does, for ${Object.keys(sets).length} flag sets`, () => {
      const wrong = Object.entries(sets).filter(([flags, digest]) => {
        const objects = synthesiseUpstream(specOf(release, flags)).objects.filter((object) => !isDefinition(object));
        return hashOf(objects) !== digest;
      });
      expect(wrong.map(([flags]) => flags)).toEqual([]);
    });
  }

  it("has digests of every line", () => {
    const recorded = new Set(Object.keys(digests).map((release) => lineOf(release as Release)));
    expect([...recorded]).toEqual(RELEASE_LINES);
  });

  it("is 6 definitions and 20 objects for v0.1.0 -b -i -n", () => {
    const { objects } = synthesiseUpstream(specOf("v0.1.0", "-b -i -n"));
    expect(objects.filter(isDefinition)).toHaveLength(6);
    expect(objects).toHaveLength(26);
    expect(objects[0]?.kind).toBe("Namespace");
    expect(objects[1]?.kind).toBe("CustomResourceDefinition");
    expect(objects.at(-1)?.metadata.name).toBe("baremetal-operator-ironic");
  });
});

describe("with other values", () => {
  it("puts a key into both files that have it, and hashes anew where names have a hash", () => {
    const settings = { PROVISIONING_INTERFACE: "eno2", PROVISIONING_IP: "", IRONIC_IP: "" };
    const { objects } = synthesiseUpstream(specOf("v0.1.0", "-b -i -n", { settings }));
    const operator = find(objects, "ConfigMap", "baremetal-operator-ironic");
    const ironic = find(objects, "ConfigMap", /^baremetal-operator-ironic-bmo-configmap-/);
    expect(operator.data).toMatchObject({ PROVISIONING_INTERFACE: "eno2" });
    expect(operator.data).not.toHaveProperty("PROVISIONING_IP");
    expect(ironic.data).toMatchObject(settings);
    expect(ironic.metadata.name).not.toContain("kd6855f44h");
  });

  it("takes the file of keepalived with -k, and gives it keys that only the other has", () => {
    const settings = { IRONIC_INSPECTOR_VLAN_INTERFACES: "eno1" };
    const { objects } = synthesiseUpstream(specOf("v0.13.2", "-i -k", { settings }));
    const { data } = find(objects, "ConfigMap", /ironic-bmo-configmap/);
    expect(data).toMatchObject({
      PROVISIONING_INTERFACE: "ironicendpoint",
      PROVISIONING_IP: "172.22.0.2",
      ...settings,
    });
  });

  it("gives variables to the containers that read them", () => {
    const settings = {
      PROVISIONING_LIMIT: "40",
      IRONIC_RAMDISK_SSH_KEY: "ssh-ed25519 AAAA",
      OS_DEFAULT__DEBUG: "false",
    };
    const { objects } = synthesiseUpstream(specOf("v0.13.2", "-b -i", { settings }));
    expect(find(objects, "ConfigMap", /^ironic-/).data).toHaveProperty("PROVISIONING_LIMIT", "40");
    const { data } = find(objects, "ConfigMap", /ironic-bmo-configmap/);
    expect(data).toMatchObject({ IRONIC_RAMDISK_SSH_KEY: "ssh-ed25519 AAAA", OS_DEFAULT__DEBUG: "false" });
    expect(data).not.toHaveProperty("PROVISIONING_LIMIT");
  });

  it("puts addresses of either family into certificates, and knows MariaDB's default", () => {
    const changed = { ...variables, IRONIC_HOST_IP: "fd00:1101::2", MARIADB_HOST_IP: "" };
    const { objects } = synthesiseUpstream(specOf("v0.13.2", "-i -t -m", { variables: changed }));
    const addresses = (name: string) => find(objects, "Certificate", name).spec;
    expect(addresses("baremetal-operator-ironic-cert")).toMatchObject({ ipAddresses: ["fd00:1101::2"] });
    expect(addresses("baremetal-operator-mariadb-cert")).toMatchObject({ ipAddresses: ["127.0.0.1"] });
    expect(addresses("baremetal-operator-ironic-cacert")).not.toHaveProperty("ipAddresses");
  });

  it("writes credentials as deploy.sh does: with a line end, long ones in lines of 70", () => {
    const password = "x".repeat(80);
    const { objects } = synthesiseUpstream(
      specOf("v0.13.2", "-b", { variables: { ...variables, IRONIC_PASSWORD: password } }),
    );
    const { data } = find(objects, "Secret", /^ironic-credentials-/) as unknown as { data: Record<string, string> };
    expect(data.username).toBe(Buffer.from("ironic-user\n").toString("base64"));
    expect(data.password?.split("\n").map(({ length }) => length)).toEqual([70, 38, 0]);
    expect(Buffer.from(data.password ?? "", "base64").toString()).toBe(`${password}\n`);
  });

  it("keeps what deploy.sh derives from its flags and variables", () => {
    const restart = { ...variables, RESTART_CONTAINER_CERTIFICATE_UPDATED: "true" };
    const { objects } = synthesiseUpstream(specOf("v0.1.0", "-i -t -k", { variables: restart }));
    expect(find(objects, "ConfigMap", /ironic-bmo-configmap/).data).toMatchObject({
      INSPECTOR_REVERSE_PROXY_SETUP: "true",
      RESTART_CONTAINER_CERTIFICATE_UPDATED: "true",
    });
  });

  it("has no objects, and every error, of what is wrong", () => {
    const bad = specOf("v0.13.2", "-b -i -m", {
      variables: { ...variables, IRONIC_HOST_IP: "x" },
      settings: { HTTP_PORT: "x" },
    });
    const { objects, problems } = synthesiseUpstream(bad);
    expect(objects).toEqual([]);
    expect(errorsAmong(problems)).toHaveLength(3);
  });
});

describe("any spec", () => {
  const specs: fc.Arbitrary<UpstreamSpec> = fc
    .record({
      release: fc.constantFrom(...KNOWN_RELEASES),
      flags: fc.record({
        ...NO_FLAGS,
        operator: fc.boolean(),
        ironic: fc.boolean(),
        tls: fc.boolean(),
        authentication: fc.boolean(),
        keepalived: fc.boolean(),
        mariadb: fc.boolean(),
      }),
      ip: fc.oneof(fc.ipV4(), fc.ipV6()).filter((text) => !text.endsWith(":") && !/^[0.:]*$/.test(text)),
      password: fc
        .string({ minLength: 1, maxLength: 120 })
        .filter((text) => !/\p{Cc}/u.test(text) && !/^-[neE]+$/.test(text)),
      params: fc.string({ maxLength: 60 }).filter((text) => !/\p{Cc}/u.test(text)),
    })
    .filter(({ release, flags }) => {
      const letters = findRelease(release)?.letters ?? [];
      const known = Object.entries(DEPLOY_LETTERS).every(
        ([letter, { flag, value }]) => flags[flag] !== value || letters.includes(letter),
      );
      return known && (flags.operator || flags.ironic) && !(flags.mariadb && !flags.tls);
    })
    .map(({ release, flags, ip, password, params }) => ({
      release,
      flags: flags as DeployFlags,
      variables: { ...variables, IRONIC_HOST_IP: ip, IRONIC_PASSWORD: password },
      settings: { IRONIC_KERNEL_PARAMS: params, DHCP_RANGE: "" },
    }));

  it("gives the same objects each time, each once, definitions of its release only", () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { objects } = synthesiseUpstream(spec);
        expect(hashOf(synthesiseUpstream(spec).objects)).toBe(hashOf(objects));
        expect(new Set(objects.map(objectIdentity)).size).toBe(objects.length);
        expect(objects.filter(isDefinition)).toHaveLength(
          spec.flags.operator ? kindsOf(spec.release as Release).length : 0,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("refers to ConfigMaps and Secrets that it has, or that cert-manager makes", () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const objects = synthesiseUpstream(spec).objects.filter((object) => !isDefinition(object));
        const names = new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
        const issued = objects.flatMap(({ kind, spec: its }) =>
          kind === "Certificate" ? [(its as { secretName: string }).secretName] : [],
        );
        for (const reference of references(objects)) {
          const known = names.has(reference) || issued.some((name) => reference === `Secret/${name}`);
          // The operator mounts Ironic's authority whether or not Ironic is deployed beside it.
          expect(known || reference === "Secret/ironic-cacert", reference).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("ends names in the hash of their content, and holds every value that was set", () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { objects } = synthesiseUpstream(spec);
        const generated = objects.filter(({ kind }) => kind === "ConfigMap" || kind === "Secret");
        for (const object of generated) {
          const unhashed = ["baremetal-operator-ironic", "baremetal-operator-manager-config"];
          if (!unhashed.includes(object.metadata.name)) {
            expect(object.metadata.name.endsWith(`-${contentHash(object)}`)).toBe(true);
          }
        }
        const config = objects.find(
          ({ kind, metadata }) => kind === "ConfigMap" && metadata.name.includes("ironic-bmo-configmap"),
        );
        if (config) {
          expect(config.data).toMatchObject(spec.settings ?? {});
        }
        const credentials = objects.find(({ metadata }) => /^ironic-credentials-/.test(metadata.name));
        if (credentials) {
          const { password = "" } = credentials.data as Record<string, string>;
          expect(Buffer.from(password, "base64").toString()).toBe(`${spec.variables.IRONIC_PASSWORD}\n`);
        }
        expect(credentials !== undefined).toBe(flagsMatch(spec.flags, { operator: true, authentication: true }));
      }),
      { numRuns: 60 },
    );
  });
});

/** What pods refer to, as `Kind/name`. */
function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(references);
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([member, inner]: [string, unknown]) => {
    if (typeof inner !== "object" || inner === null) {
      return [];
    }
    const { name, secretName } = inner as { name?: string; secretName?: string };
    if (member === "configMapRef" || member === "configMapKeyRef") {
      return [`ConfigMap/${name}`];
    }
    if (member === "secretRef" || member === "secretKeyRef") {
      return [`Secret/${name}`];
    }
    if (member === "secret" && secretName) {
      return secretName === "bmo-webhook-server-cert" ? [] : [`Secret/${secretName}`];
    }
    return references(inner);
  });
}
