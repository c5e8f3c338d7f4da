import { IRONIC_CERTIFICATES } from "./ironicCertificates.js";
import { groupedRules, type RoleDifferences } from "./operatorRules.js";
import { OPERATOR_VARIABLES } from "./optionalKeys.js";
import type { Release, ReleaseLine } from "./release.js";
import { applyDelta, type ReleaseDelta } from "./releaseDelta.js";
import type { ReleaseFacts, WebhookFacts } from "./releaseFacts.js";
import { V0_1 } from "./v0_1.js";
import { V0_2 } from "./v0_2.js";
import { V0_3 } from "./v0_3.js";
import { V0_5 } from "./v0_5.js";
import { V0_6 } from "./v0_6.js";
import { V0_8, V0_8_1 } from "./v0_8.js";

/** One line: what it changes in the line before, and its patches, each of which keeps what those before it changed. */
interface LineEntry {
  readonly line: ReleaseLine;
  readonly changes?: ReleaseDelta;
  /** Oldest first. An empty delta deploys what the patch before it does. */
  readonly patches: Readonly<Partial<Record<Release, ReleaseDelta>>>;
}

function ironicImage(tag?: string) {
  const image = `quay.io/metal3-io/ironic${tag ? `:${tag}` : ""}`;
  return { images: { ironic: image, dnsmasq: image } };
}

function role(differences: RoleDifferences): ReleaseDelta {
  return { operator: { rules: groupedRules(differences) } };
}

/** v0.4.2 and v0.5.1 say that there is an inspector. */
const USES_INSPECTOR: ReleaseDelta = { env: { all: { set: { USE_IRONIC_INSPECTOR: "true" } } } };

const PLAIN_AUTHORITY: ReleaseDelta = { ironic: { certificates: IRONIC_CERTIFICATES.plainAuthority } };

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

function webhook(kind: string, resource: string, ...more: readonly string[]): WebhookFacts {
  return { kind, resource, operations: ["CREATE", "UPDATE", ...more], reviewVersions: ["v1"] };
}

const WEBHOOKS14: readonly WebhookFacts[] = [
  webhook("baremetalhost", "baremetalhosts"),
  webhook("bmceventsubscription", "bmceventsubscriptions"),
  webhook("dataimage", "dataimages"),
  webhook("hostclaim", "hostclaims"),
  webhook("hostfirmwarecomponents", "hostfirmwarecomponents"),
  webhook("hostnetworkattachment", "hostnetworkattachments", "DELETE"),
];

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
    patches: { "v0.4.0": {}, "v0.4.1": {}, "v0.4.2": { ...USES_INSPECTOR, ...ironicImage("release-23.1") } },
  },
  {
    line: "v0.5",
    changes: { ...V0_5, ...ironicImage() },
    patches: { "v0.5.0": {}, "v0.5.1": { ...USES_INSPECTOR, ...ironicImage("release-24.0") }, "v0.5.2": {} },
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
    patches: { "v0.8.0": {}, "v0.8.1": V0_8_1 },
  },
  {
    line: "v0.9",
    changes: {
      ...ironicImage(),
      ironic: { certificates: IRONIC_CERTIFICATES.addressedAuthority },
      operator: {
        rules: groupedRules({}),
        args: ["--enable-leader-election", "--tls-min-version=TLS13"],
        managerConfig: undefined,
      },
    },
    patches: { "v0.9.0": {}, "v0.9.1": PLAIN_AUTHORITY, "v0.9.2": {}, "v0.9.3": {} },
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
      env: { operator: { without: ["DEPLOY_KERNEL_URL", "DEPLOY_RAMDISK_URL"] } },
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
        webhooks: WEBHOOKS14,
      },
      operatorKeys: OPERATOR_VARIABLES.v0_14,
    },
    patches: { "v0.14.0-rc.0": {} },
  },
];

function resolve(): ReadonlyMap<string, ReleaseFacts> {
  const table = new Map<string, ReleaseFacts>();
  let current: ReleaseFacts = V0_1;
  for (const { changes = {}, patches } of LINES) {
    current = applyDelta(current, changes);
    for (const [release, delta] of Object.entries(patches) as [Release, ReleaseDelta][]) {
      current = { ...applyDelta(current, delta), release };
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
