import type { ClusterObject, ObjectRef } from "@ironworks/lab";
import {
  APPROVE_ANNOTATION,
  changeApproval,
  deleteApproval,
  guardObjects,
  HOLDS_HOSTS_LABEL,
  installationName,
  type Release,
} from "@ironworks/metal3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { definitionName } from "./definitions.js";
import {
  type Attempt,
  annotations,
  DETACHED_ANNOTATION,
  merge,
  OTHER,
  PASS,
  REFUSED,
  STATUS_ANNOTATION,
} from "./guardAttempts.js";
import {
  API_VERSION,
  command,
  eventually,
  GITOPS_MANAGER,
  GuardedHosts,
  hostObject,
  INSTALLED_SPEC,
  KIND,
  NAMESPACE,
  refusal,
  sentence,
  status,
  UNMARKED,
} from "./guardedHosts.js";

const RELEASE: Release = "v0.14.0-rc.0";
const definition = (name: string): ObjectRef => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name },
});
const HOSTS = definition(definitionName("BareMetalHost"));
const namespace = (name: string): ObjectRef => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** One sentence, which ends with the command that approves. */
const SENTENCE =
  /^[A-Z](?:(?!\. [A-Z])[^\n])*; to approve this one change, run: kubectl [^\n]*'ironworks\.dev\/approve=[^\n']*'$/;

describe("the guard on a real API server", () => {
  let hosts: GuardedHosts;

  beforeAll(async () => {
    hosts = await GuardedHosts.start(RELEASE);
  });
  afterAll(() => hosts?.cluster.stop());

  /** The attempt fails with our sentence, and the object stays as it was. */
  async function expectRefused(words: RegExp, ref: ObjectRef, attempt: () => Promise<unknown>): Promise<string> {
    const before = await hosts.cluster.admin.get(ref);
    const refused = await refusal(attempt);
    expect(sentence(refused)).toMatch(words);
    expect(sentence(refused)).toMatch(SENTENCE);
    expect(refused?.status).toBe(403);
    const after = await hosts.cluster.admin.get(ref);
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    return sentence(refused);
  }

  /** Does what the sentence says. */
  async function approve(text: string): Promise<void> {
    const { ref, approval } = command(text);
    await hosts.user.patch(ref, annotations({ [APPROVE_ANNOTATION]: approval }));
  }

  describe("refuses of an installed host, until the sentence is followed:", () => {
    it.each(REFUSED)("%s", async (_name, words, attempt) => {
      const host = await hosts.host("provisioned");
      const text = await expectRefused(words, host, () => attempt(hosts, host));
      if (_name.startsWith("one request")) {
        return;
      }
      await approve(text);
      const approved = await hosts.cluster.admin.get(host);
      expect(await refusal(() => attempt(hosts, approved))).toBeUndefined();
    });
  });

  describe("lets pass on an installed host:", () => {
    it.each(PASS)("%s", async (_name, attempt) => {
      const host = await hosts.host("provisioned");
      await attempt(hosts, host);
    });
  });

  it("lets cleaning be turned off, and be left on", async () => {
    const host = await hosts.host("provisioned", { automatedCleaningMode: "metadata" });
    await hosts.user.patch(host, { spec: { online: false } });
    await hosts.user.patch(host, { spec: { automatedCleaningMode: "disabled" } });
  });

  it("applies without a warning, and again without a change", async () => {
    for (const object of guardObjects()) {
      const before = await hosts.cluster.admin.get(object);
      const { object: after, warnings } = await hosts.cluster.admin.apply(object);
      expect(warnings).toEqual([]);
      expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    }
  });

  describe("knows who is installed:", () => {
    const takes = async (host: ClusterObject): Promise<void> => {
      await hosts.user.patch(host, {
        spec: { image: OTHER, automatedCleaningMode: "metadata", rootDeviceHints: null },
      });
      await hosts.user.delete(host);
    };

    it.each(["", "registering", "inspecting", "preparing", "available", "provisioning", "deprovisioning"])(
      "not a host in state `%s`",
      async (state) => takes(await hosts.host(state)),
    );

    it("a host that was installed by others", async () => {
      const host = await hosts.host("externally provisioned", { externallyProvisioned: true, image: undefined });
      await expectRefused(/^Deleting host /, host, () => hosts.user.delete(host));
      const end = merge({ spec: { externallyProvisioned: false } });
      const text = await expectRefused(/^Ending the external provisioning of /, host, () => end(hosts, host));
      expect(command(text).approval).toBe(changeApproval("externallyProvisioned", 1, "false"));
      await expectRefused(/^Changing the image of /, host, () => merge({ spec: { image: OTHER } })(hosts, host));
    });

    it("a host whose status the operator has yet to restore, until it has", async () => {
      const restored = { [STATUS_ANNOTATION]: JSON.stringify(status("provisioned"), null, 1) };
      const host = await hosts.host("", {}, { annotations: { ...restored, "baremetalhost.metal3.io/paused": "" } });
      await expectRefused(/^Deleting host /, host, () => hosts.user.delete(host));
      await expectRefused(/^Removing the image of /, host, () => merge({ spec: { image: null } })(hosts, host));
      for (const value of [null, JSON.stringify(status("available"))]) {
        const change = merge(annotations({ [STATUS_ANNOTATION]: value }));
        await expectRefused(/^Changing the annotation that says what is installed on /, host, () =>
          change(hosts, host),
        );
      }
      await hosts.user.patch(host, annotations({ "baremetalhost.metal3.io/paused": null }));
      await hosts.setState(host, "provisioned");
      await hosts.operator.patch(host, annotations({ [STATUS_ANNOTATION]: null }));
      await expectRefused(/^Deleting host /, host, () => hosts.user.delete(host));
    });

    it("a detached host may go, as the operator leaves its machine alone; its image may still not change", async () => {
      const detached = { annotations: { [DETACHED_ANNOTATION]: "" }, operationalStatus: "detached" };
      const host = await hosts.host("provisioned", {}, detached);
      await expectRefused(/^Changing the image of /, host, () => merge({ spec: { image: OTHER } })(hosts, host));
      await hosts.user.patch(host, annotations({ [DETACHED_ANNOTATION]: null }));
      await expectRefused(/^Deleting host /, host, () => hosts.user.delete(host));
      await hosts.user.patch(host, annotations({ [DETACHED_ANNOTATION]: "" }));
      await hosts.user.delete(host);
    });
  });

  describe("takes an approval for one change:", () => {
    const approved = (host: ClusterObject, approval: string, spec: object): Promise<unknown> =>
      hosts.user.patch(host, { metadata: { annotations: { [APPROVE_ANNOTATION]: approval } }, spec });
    const imageApproval = (generation: number, image: typeof OTHER | undefined): string =>
      changeApproval("image", generation, installationName(image ? { image } : {}));

    it("in the write that makes it, as ours names it", async () => {
      const host = await hosts.host("provisioned");
      await approved(host, imageApproval(1, OTHER), { image: OTHER });
      expect((await hosts.cluster.admin.get(host)).metadata.generation).toBe(2);
    });

    it("of any text, which stays one argument of a shell", async () => {
      const host = await hosts.host("provisioned");
      const change = merge({ spec: { image: { url: "https://images.example/'$(reboot)'.raw" } } });
      const text = sentence(await refusal(() => change(hosts, host)));
      expect(text).toContain("'ironworks.dev/approve=image@1:https://images.example/'\\''$(reboot)'\\''.raw#");
      await approve(text);
      await change(hosts, host);
    });

    it("in an apply by GitOps", async () => {
      const host = await hosts.host("provisioned");
      const { name } = host.metadata;
      const note = { annotations: { [APPROVE_ANNOTATION]: imageApproval(1, OTHER) } };
      const object = hostObject(name, { ...INSTALLED_SPEC, image: OTHER }, note);
      await hosts.user.apply(object, { fieldManager: GITOPS_MANAGER });
      await hosts.user.apply(object, { fieldManager: GITOPS_MANAGER });
    });

    it("and not for the same change once more", async () => {
      const host = await hosts.host("provisioned");
      await approved(host, imageApproval(1, undefined), { image: null });
      await hosts.setState(host, "available");
      await hosts.user.patch(host, { spec: { image: INSTALLED_SPEC.image } });
      await hosts.setState(host, "provisioned");
      await expectRefused(/^Removing the image of /, host, () => merge({ spec: { image: null } })(hosts, host));
    });

    it("several at once, divided by spaces", async () => {
      const host = await hosts.host("provisioned");
      const change = { image: OTHER, automatedCleaningMode: "metadata" };
      const cleaning = changeApproval("automatedCleaningMode", 1, "metadata");
      await expectRefused(/^Turning on the cleaning of /, host, () => approved(host, imageApproval(1, OTHER), change));
      await expectRefused(/^Changing the image of /, host, () => approved(host, cleaning, change));
      await approved(host, `${cleaning} ${imageApproval(1, OTHER)}`, change);
    });

    it.each<[string, string, object]>([
      ["of another image", imageApproval(1, { ...OTHER, checksum: "0".repeat(64) }), { image: OTHER }],
      ["of another generation", imageApproval(2, OTHER), { image: OTHER }],
      ["of a removal", imageApproval(1, undefined), { image: OTHER }],
      ["of another field", changeApproval("raid", 1), { image: OTHER }],
      ["that is part of one", imageApproval(1, OTHER).slice(0, -1), { image: OTHER }],
      ["of anything", "true", { image: OTHER }],
    ])("and none %s", async (_name, approval, spec) => {
      const host = await hosts.host("provisioned");
      await expectRefused(/^Changing the image of /, host, () => approved(host, approval, spec));
    });

    it("of a delete, by uid: not of a host of the same name before", async () => {
      const host = await hosts.host("provisioned");
      const wrong = deleteApproval("00000000-0000-4000-8000-000000000000");
      await hosts.user.patch(host, annotations({ [APPROVE_ANNOTATION]: wrong }));
      await expectRefused(/^Deleting host /, host, () => hosts.user.delete(host));
      await hosts.user.patch(host, annotations({ [APPROVE_ANNOTATION]: deleteApproval(host.metadata.uid ?? "") }));
      await hosts.operator.patch(host, { metadata: { finalizers: ["baremetalhost.metal3.io"] } });
      await hosts.user.delete(host);
      // The operator lets it go.
      await hosts.setState(host, "deleting");
      await hosts.operator.patch(host, { metadata: { finalizers: [] } });
      await expect(hosts.cluster.admin.get(host)).rejects.toMatchObject({ status: 404 });
    });
  });

  describe("keeps what hosts are in:", () => {
    const definitions = ["BareMetalHost", "HardwareData", "HostFirmwareSettings"] as const;

    it.each(definitions.map((kind) => definitionName(kind)))("the definition %s", async (name) => {
      const text = await expectRefused(/^Deleting the definition /, definition(name), () =>
        hosts.user.delete(definition(name)),
      );
      const { uid } = (await hosts.cluster.admin.get(definition(name))).metadata;
      expect(command(text).approval).toBe(deleteApproval(uid ?? ""));
    });

    it("every definition, from one request that deletes them all", async () => {
      await expectRefused(/^Deleting the definition /, HOSTS, () => hosts.user.deleteAll(HOSTS));
    });

    it("a definition, until it is approved", async () => {
      await approve(sentence(await refusal(() => hosts.user.delete(HOSTS))));
      await hosts.user.delete(HOSTS, { dryRun: true });
    });

    const unmark: readonly (readonly [string, Attempt])[] = [
      [
        "kubectl label",
        ({ user }) => user.patch(namespace(NAMESPACE), { metadata: { labels: { [HOLDS_HOSTS_LABEL]: null } } }),
      ],
      [
        "another value",
        ({ user }) => user.patch(namespace(NAMESPACE), { metadata: { labels: { [HOLDS_HOSTS_LABEL]: "no" } } }),
      ],
      [
        "an update",
        async ({ user, cluster }) => {
          const { metadata, ...rest } = await cluster.admin.get(namespace(NAMESPACE));
          return user.replace({ ...rest, apiVersion: "v1", kind: "Namespace", metadata: { ...metadata, labels: {} } });
        },
      ],
    ];

    it.each(unmark)("the mark of a namespace, from %s", async (_name, attempt) => {
      const host = await hosts.host("provisioned");
      await expectRefused(/^Without its label /, namespace(NAMESPACE), () => attempt(hosts, host));
    });

    it("the namespace, until it is approved", async () => {
      const text = await expectRefused(/^Deleting the namespace /, namespace(NAMESPACE), () =>
        hosts.user.delete(namespace(NAMESPACE)),
      );
      await approve(text);
      await hosts.user.delete(namespace(NAMESPACE), { dryRun: true });
      await hosts.user.patch(namespace(NAMESPACE), annotations({ [APPROVE_ANNOTATION]: null }));
    });

    it("and leaves others alone", async () => {
      await hosts.user.patch(namespace(NAMESPACE), { metadata: { labels: { team: "metal" } } });
      await hosts.user.patch(HOSTS, annotations({ note: "kept" }));
      const other = { ...definition("things.example.org"), spec: thingSpec };
      await hosts.user.create(other);
      await hosts.user.delete(other);
      await hosts.user.create({ ...namespace("passing") });
      await hosts.user.patch(namespace("passing"), { metadata: { labels: { [HOLDS_HOSTS_LABEL]: "no" } } });
      await hosts.user.delete(namespace("passing"));
    });
  });

  it("warns where a host goes into a namespace that is not marked, and takes it", async () => {
    const spec = { ...INSTALLED_SPEC };
    const marked = await hosts.user.create(hostObject("marked", spec));
    expect(marked.warnings).toEqual([]);
    const { warnings, object } = await hosts.user.create(hostObject("stray", spec, { namespace: UNMARKED }));
    expect(warnings).toEqual([
      expect.stringContaining(`kubectl label namespace ${UNMARKED} ${HOLDS_HOSTS_LABEL}=true`),
    ]);
    await hosts.setState(object, "provisioned");
    await expectRefused(/^Deleting host /, object, () => hosts.user.delete(object));
  });

  it("can let a user pass, and can refuse to create hosts with an image", async () => {
    const options = { exempt: ["gitops", `a "quoted" user`], createWithImage: "refuse" } as const;
    for (const object of guardObjects(options)) {
      await hosts.cluster.admin.apply(object);
    }
    const host = await hosts.host("provisioned", { image: undefined });
    await eventually(async () => {
      await hosts.user.patch(host, { spec: { image: OTHER } }, { dryRun: true });
    });
    await eventually(async () => {
      const refused = await refusal(() =>
        hosts.cluster.admin.create(hostObject("new", INSTALLED_SPEC), { dryRun: true }),
      );
      expect(sentence(refused)).toMatch(/^Creating host new with an image installs it at once/);
    });
    const { image, ...bare } = INSTALLED_SPEC;
    await hosts.cluster.admin.create(hostObject("new", bare));
    await hosts.cluster.admin.patch(
      { apiVersion: API_VERSION, kind: KIND, metadata: { name: "new", namespace: NAMESPACE } },
      { spec: { image } },
    );
    const restored = { annotations: { [STATUS_ANNOTATION]: JSON.stringify(status("provisioned")) } };
    await hosts.cluster.admin.create(hostObject("restored", INSTALLED_SPEC, restored));
    await hosts.cluster.admin.create(hostObject("external", { ...INSTALLED_SPEC, externallyProvisioned: true }));
    await expectRefused(/^Deleting host /, host, () => hosts.cluster.admin.delete(host));
  });
});

describe.each<Release>(["v0.1.0", "v0.12.6", "v0.13.2"])("the guard with the kinds of %s", (release) => {
  let hosts: GuardedHosts;

  beforeAll(async () => {
    hosts = await GuardedHosts.start(release);
  });
  afterAll(() => hosts?.cluster.stop());

  const known = [
    "kubectl delete",
    "another image, merge patch",
    "no image, apply by GitOps",
    "a custom deployment instead",
  ];
  const cleaning = ["cleaning on by a removed line, merge patch", "another root disk", "a RAID"];

  it.each(REFUSED.filter(([name]) => [...known, ...cleaning].includes(name)))(
    "refuses %s",
    async (_name, words, attempt) => {
      const host = await hosts.host("provisioned");
      expect(sentence(await refusal(() => attempt(hosts, host)))).toMatch(words);
    },
  );

  it.each(PASS.filter(([name]) => /^(power off|a label|a reboot|the operator's (?:status|finalizer).*)$/.test(name)))(
    "lets pass: %s",
    async (_name, attempt) => {
      await attempt(hosts, await hosts.host("provisioned"));
    },
  );
});

const thingSpec = {
  group: "example.org",
  names: { kind: "Thing", plural: "things" },
  scope: "Namespaced",
  versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
};
