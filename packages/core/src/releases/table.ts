import { certificate } from "./building.js";
import { groupedRules, type RoleDifferences } from "./groupedRules.js";
import { operatorVariables } from "./optionalKeys.js";
import type { Release, ReleaseLine } from "./release.js";
import type { ReleaseDelta, ReleaseFacts, WebhookFacts } from "./releaseFacts.js";
import { v0_1 } from "./v0_1.js";
import { v0_9 } from "./v0_9.js";

/** One line: what it inherits from and changes, and its patches, each of which keeps what the ones before it changed. */
interface LineEntry {
  readonly line: ReleaseLine;
  /** Absent where the entry before is what it inherits from. */
  readonly base?: ReleaseFacts | undefined;
  readonly changes?: ReleaseDelta | undefined;
  /** Numbers after the line's own, oldest first. An empty delta deploys what the patch before it does. */
  readonly patches: Readonly<Record<string, ReleaseDelta>>;
}

function ironicImage(tag?: string): ReleaseDelta {
  const image = `quay.io/metal3-io/ironic${tag ? `:${tag}` : ""}`;
  return { images: { ironic: image, dnsmasq: image } };
}

function role(differences: RoleDifferences): ReleaseDelta {
  return { operator: { rules: groupedRules(differences) } };
}

/** Ironic's own authority no longer carries the host's address. */
const authorityWithoutAddress: ReleaseDelta = {
  ironic: {
    certificates: v0_9.ironic.certificates.map((entry) =>
      entry.isCA ? certificate(entry.name, undefined, { ...entry, address: undefined }) : entry,
    ),
  },
};

const { DEPLOY_KERNEL_URL: _kernel, DEPLOY_RAMDISK_URL: _ramdisk, ...envWithoutRamdisk } = v0_9.operator.env;

const role12: RoleDifferences = { readsIronics: true };
const role13: RoleDifferences = {
  ...role12,
  events: "write",
  namespaces: ["get"],
  owned: ["hostclaims"],
  read: ["hostdeploypolicies"],
};
const role14: RoleDifferences = {
  ...role13,
  namespaces: ["get", "list", "watch"],
  reports: ["baremetalswitches"],
  deletesUpdatePolicies: true,
};

function webhooks14(): readonly WebhookFacts[] {
  const write = ["CREATE", "UPDATE"];
  const kinds: readonly (readonly [kind: string, resource: string, operations: readonly string[]])[] = [
    ["baremetalhost", "baremetalhosts", write],
    ["bmceventsubscription", "bmceventsubscriptions", write],
    ["dataimage", "dataimages", write],
    ["hostclaim", "hostclaims", write],
    ["hostfirmwarecomponents", "hostfirmwarecomponents", write],
    ["hostnetworkattachment", "hostnetworkattachments", [...write, "DELETE"]],
  ];
  return kinds.map(([kind, resource, operations]) => ({ kind, resource, operations, reviewVersions: ["v1"] }));
}

/**
 * Every release that Ironworks can deploy, as differences. To add a patch: one entry under its line, `{}` if upstream's
 * config/, ironic-deployment/ and deploy.sh are those of the patch before. To add a line: one entry here.
 */
const lines: readonly LineEntry[] = [
  { line: "v0.1", base: v0_1, patches: { "0": {}, "1": {}, "2": {} } },
  {
    line: "v0.9",
    base: v0_9,
    patches: { "0": {}, "1": authorityWithoutAddress, "2": {}, "3": {} },
  },
  {
    line: "v0.10",
    patches: { "0": {}, "1": ironicImage("release-29.0"), "2": {}, "3": {}, "4": {}, "5": {}, "6": {} },
  },
  {
    line: "v0.11",
    changes: {
      ...ironicImage("release-31.0"),
      operator: { env: envWithoutRamdisk },
      operatorKeys: operatorVariables.v0_11,
    },
    patches: {
      "0": {},
      "1": {},
      "2": {},
      "3": {},
      "4": {},
      "5": {},
      "6": {},
      "7": role({ events: "write", deletesSecrets: false }),
    },
  },
  {
    line: "v0.12",
    changes: { ...ironicImage(), ...role(role12), operatorKeys: operatorVariables.v0_12 },
    patches: {
      "0": {},
      "1": ironicImage("release-33.0"),
      "2": {},
      "3": {},
      "4": role({ ...role12, events: "write", deletesSecrets: false }),
      "5": {},
      "6": role({ ...role12, events: "write" }),
    },
  },
  {
    line: "v0.13",
    changes: {
      ...ironicImage(),
      operator: {
        rules: groupedRules({ ...role13, deletesSecrets: false }),
        args: ["--enable-leader-election"],
      },
      operatorKeys: operatorVariables.v0_13,
    },
    patches: { "0": {}, "1": {}, "2": role(role13) },
  },
  {
    line: "v0.14",
    changes: {
      operator: {
        rules: groupedRules(role14),
        args: ["--enable-leader-election", "--hostclaims"],
        webhooks: webhooks14(),
      },
      operatorKeys: operatorVariables.v0_14,
    },
    patches: { "0-rc.0": {} },
  },
];

function apply(facts: ReleaseFacts, delta: ReleaseDelta): ReleaseFacts {
  return {
    ...facts,
    images: { ...facts.images, ...delta.images },
    operator: { ...facts.operator, ...delta.operator },
    ironic: { ...facts.ironic, ...delta.ironic },
    optionalKeys: {
      ...facts.optionalKeys,
      operator: [...facts.optionalKeys.operator, ...(delta.operatorKeys ?? [])],
    },
  };
}

function resolve(): ReadonlyMap<string, ReleaseFacts> {
  const table = new Map<string, ReleaseFacts>();
  let current: ReleaseFacts = v0_1;
  for (const { line, base, changes, patches } of lines) {
    current = apply(base ?? current, changes ?? {});
    for (const [patch, delta] of Object.entries(patches)) {
      const release: Release = `${line}.${patch}` as Release;
      current = { ...apply(current, delta), release };
      table.set(release, current);
    }
  }
  return table;
}

const table = resolve();

/** Every release in the table, oldest first. */
export const knownReleases: readonly Release[] = [...table.values()].map(({ release }) => release);

/** The facts of a release, or undefined for one that the table does not have. */
export function findRelease(release: string): ReleaseFacts | undefined {
  return table.get(release);
}
