import { certificate } from "./building.js";
import { UNPROXIED_OPERATOR, V0_2, V0_3, V0_4_2, V0_5, V0_5_1, V0_6, V0_8 } from "./middleLines.js";
import { groupedRules, type RoleDifferences } from "./operatorRules.js";
import { OPERATOR_VARIABLES } from "./optionalKeys.js";
import type { Release, ReleaseLine } from "./release.js";
import type { IronicCertificate, ReleaseDelta, ReleaseFacts, WebhookFacts } from "./releaseFacts.js";
import { V0_1 } from "./v0_1.js";

/** One line: what it changes in the line before, and its patches, each of which keeps what those before it changed. */
interface LineEntry {
  readonly line: ReleaseLine;
  readonly changes?: ReleaseDelta | undefined;
  /** Oldest first. An empty delta deploys what the patch before it does. */
  readonly patches: Readonly<Partial<Record<Release, ReleaseDelta>>>;
}

function ironicImage(tag?: string): ReleaseDelta {
  const image = `quay.io/metal3-io/ironic${tag ? `:${tag}` : ""}`;
  return { images: { ironic: image, dnsmasq: image } };
}

function role(differences: RoleDifferences): ReleaseDelta {
  return { operator: { rules: groupedRules(differences) } };
}

/** Whether Ironic's own authority carries the host's address: until v0.8.0, and again in v0.9.0. */
function authority(hasAddress: boolean): ReleaseDelta {
  const certificates: readonly IronicCertificate[] = V0_6.ironic?.certificates ?? [];
  const changed = certificates.map((entry) =>
    entry.isCA ? certificate(entry.name, undefined, { ...entry, address: hasAddress ? "ironic" : undefined }) : entry,
  );
  return { ironic: { certificates: changed } };
}

const { DEPLOY_KERNEL_URL: _kernel, DEPLOY_RAMDISK_URL: _ramdisk, ...envWithoutRamdisk } = V0_6.operator?.env ?? {};

const ROLE12: RoleDifferences = { readsIronics: true };
const ROLE13: RoleDifferences = {
  ...ROLE12,
  events: "write",
  namespaces: ["get"],
  owned: ["hostclaims"],
  read: ["hostdeploypolicies"],
};
const ROLE14: RoleDifferences = {
  ...ROLE13,
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
const LINES: readonly LineEntry[] = [
  { line: "v0.1", patches: { "v0.1.0": {}, "v0.1.1": {}, "v0.1.2": {} } },
  { line: "v0.2", changes: V0_2, patches: { "v0.2.0": {} } },
  { line: "v0.3", changes: V0_3, patches: { "v0.3.0": {}, "v0.3.1": {} } },
  {
    line: "v0.4",
    changes: { nullTimestamps: false },
    patches: { "v0.4.0": {}, "v0.4.1": {}, "v0.4.2": { ...V0_4_2, ...ironicImage("release-23.1") } },
  },
  {
    line: "v0.5",
    changes: { ...V0_5, ...ironicImage() },
    patches: { "v0.5.0": {}, "v0.5.1": { ...V0_5_1, ...ironicImage("release-24.0") }, "v0.5.2": {} },
  },
  {
    line: "v0.6",
    changes: V0_6,
    patches: {
      // Only dnsmasq is pinned in this one.
      "v0.6.0": { images: { ...ironicImage().images, dnsmasq: "quay.io/metal3-io/ironic:release-24.1" } },
      "v0.6.1": ironicImage("release-24.1"),
      "v0.6.2": {},
      "v0.6.3": {},
    },
  },
  {
    line: "v0.8",
    changes: {
      ...V0_8,
      images: {
        ...ironicImage("release-26.0").images,
        kubeRbacProxy: "gcr.io/kubebuilder/kube-rbac-proxy:v0.16.0",
      },
    },
    patches: { "v0.8.0": {}, "v0.8.1": { operator: UNPROXIED_OPERATOR, ...authority(false) } },
  },
  {
    line: "v0.9",
    changes: {
      ...ironicImage(),
      ...authority(true),
      operator: {
        rules: groupedRules({}),
        args: ["--enable-leader-election", "--tls-min-version=TLS13"],
        managerConfig: undefined,
      },
    },
    patches: { "v0.9.0": {}, "v0.9.1": authority(false), "v0.9.2": {}, "v0.9.3": {} },
  },
  {
    line: "v0.10",
    patches: {
      "v0.10.0": {},
      "v0.10.1": ironicImage("release-29.0"),
      "v0.10.2": {},
      "v0.10.3": {},
      "v0.10.4": {},
      "v0.10.5": {},
      "v0.10.6": {},
    },
  },
  {
    line: "v0.11",
    changes: {
      ...ironicImage("release-31.0"),
      operator: { env: envWithoutRamdisk },
      operatorKeys: OPERATOR_VARIABLES.v0_11,
    },
    patches: {
      "v0.11.0": {},
      "v0.11.1": {},
      "v0.11.2": {},
      "v0.11.3": {},
      "v0.11.4": {},
      "v0.11.5": {},
      "v0.11.6": {},
      "v0.11.7": role({ events: "write", deletesSecrets: false }),
    },
  },
  {
    line: "v0.12",
    changes: { ...ironicImage(), ...role(ROLE12), operatorKeys: OPERATOR_VARIABLES.v0_12 },
    patches: {
      "v0.12.0": {},
      "v0.12.1": ironicImage("release-33.0"),
      "v0.12.2": {},
      "v0.12.3": {},
      "v0.12.4": role({ ...ROLE12, events: "write", deletesSecrets: false }),
      "v0.12.5": {},
      "v0.12.6": role({ ...ROLE12, events: "write" }),
    },
  },
  {
    line: "v0.13",
    changes: {
      ...ironicImage(),
      operator: {
        rules: groupedRules({ ...ROLE13, deletesSecrets: false }),
        args: ["--enable-leader-election"],
      },
      operatorKeys: OPERATOR_VARIABLES.v0_13,
    },
    patches: { "v0.13.0": {}, "v0.13.1": {}, "v0.13.2": role(ROLE13) },
  },
  {
    line: "v0.14",
    changes: {
      operator: {
        rules: groupedRules(ROLE14),
        args: ["--enable-leader-election", "--hostclaims"],
        webhooks: webhooks14(),
      },
      operatorKeys: OPERATOR_VARIABLES.v0_14,
    },
    patches: { "v0.14.0-rc.0": {} },
  },
];

function apply(facts: ReleaseFacts, delta: ReleaseDelta): ReleaseFacts {
  const { operatorKeys = [], ironicKeys, images, operator, ironic, ...rest } = delta;
  return {
    ...facts,
    ...defined(rest),
    images: { ...facts.images, ...images },
    operator: { ...facts.operator, ...operator },
    ironic: { ...facts.ironic, ...ironic },
    optionalKeys: {
      operator: [...facts.optionalKeys.operator, ...operatorKeys],
      ironic: ironicKeys ?? facts.optionalKeys.ironic,
    },
  };
}

type Scalars = Pick<ReleaseDelta, "letters" | "inspector" | "nullTimestamps" | "mustBePresent">;

/** Only what a delta says; undefined says nothing. */
function defined(delta: Scalars): Partial<Pick<ReleaseFacts, keyof Scalars>> {
  return Object.fromEntries(Object.entries(delta).filter(([, value]) => value !== undefined));
}

function resolve(): ReadonlyMap<string, ReleaseFacts> {
  const table = new Map<string, ReleaseFacts>();
  let current: ReleaseFacts = V0_1;
  for (const { changes, patches } of LINES) {
    current = apply(current, changes ?? {});
    for (const [release, delta] of Object.entries(patches) as [Release, ReleaseDelta][]) {
      current = { ...apply(current, delta), release };
      table.set(release, current);
    }
  }
  return table;
}

const TABLE = resolve();

/** Every release in the table, oldest first. */
export const KNOWN_RELEASES: readonly Release[] = [...TABLE.values()].map(({ release }) => release);

/** The facts of a release, or undefined for one that the table does not have. */
export function findRelease(release: string): ReleaseFacts | undefined {
  return TABLE.get(release);
}
