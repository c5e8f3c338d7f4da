import fc from "fast-check";
import { expect, it } from "vitest";
import { checkObject, checkObjects } from "./checkObject.js";
import type { Manifest } from "./manifest.js";
import { BMC, host, hostAt, image, object } from "./testing/ruleCase.js";

const RELEASE = { release: "v0.13.2" } as const;

it("the first layer that refuses has the word, as on the server", () => {
  const all = host({ online: "yes", rootDisk: "sda", image: { url: "x" } });
  expect(checkObject(all, RELEASE)).toMatchObject({ accepted: false, kind: "BareMetalHost", name: "rack2-u07" });
  const by = (spec: Manifest): string[] =>
    checkObject(host(spec), RELEASE)
      .problems.filter((problem) => problem.by !== "advice")
      .map((problem) => `${problem.by} ${problem.rule} ${problem.field}`);
  expect(by({ online: "yes", rootDisk: "sda", image: { url: "x" } })).toEqual(["strict field-unknown spec.rootDisk"]);
  expect(by({ online: "yes", image: { url: "x" } })).toEqual(["schema value-type spec.online"]);
  expect(by({ image: { url: "x" } })).toEqual([
    "webhook host-image-url spec.image.url",
    "webhook host-image-checksum-required spec.image.checksum",
  ]);
});

it("where every layer is asked, what each objects to is said once, and the webhooks see only what the schema takes", () => {
  const by = (spec: Manifest): string[] =>
    checkObject(host(spec), { ...RELEASE, everyLayer: true })
      .problems.filter((problem) => problem.by !== "advice")
      .map((problem) => `${problem.by} ${problem.rule} ${problem.field}`);
  expect(by({ online: "yes", rootDisk: "sda", image: { url: "x" } })).toEqual([
    "strict field-unknown spec.rootDisk",
    "schema value-type spec.online",
    "webhook host-image-url spec.image.url",
    "webhook host-image-checksum-required spec.image.checksum",
  ]);
  expect(by({ image: 7 })).toEqual(["schema value-type spec.image"]);
  expect(by({ image: { url: "x" } })).toEqual([
    "webhook host-image-url spec.image.url",
    "webhook host-image-checksum-required spec.image.checksum",
  ]);
});

it("whatever an object looks like, every layer can be asked", () => {
  const fields = [
    "bmc",
    "image",
    "rootDeviceHints",
    "raid",
    "online",
    "bootMACAddress",
    "consumerRef",
    "taints",
    "userData",
  ];
  const value = fc.jsonValue({ maxDepth: 3 });
  const spec = fc.dictionary(fc.constantFrom(...fields), fc.oneof(value, fc.constant(BMC), fc.constant(image())));
  fc.assert(
    fc.property(spec, (wrong) => {
      const all = { ...host({}), spec: { ...(host({}).spec as object), ...wrong } };
      const once = checkObject(all, RELEASE);
      const every = checkObject(all, { ...RELEASE, everyLayer: true });
      expect(every.accepted).toBe(once.accepted);
      expect(every.problems.length).toBeGreaterThanOrEqual(once.problems.filter(({ by }) => by !== "advice").length);
    }),
  );
});

it("advice never refuses, and is silent where a field is refused already", () => {
  const empty = checkObject(object("BareMetalHost", undefined), RELEASE);
  expect(empty.accepted).toBe(true);
  expect(empty.problems.map(({ rule }) => rule)).toEqual(["host-empty"]);
  const wrong = checkObject(host({ bootMACAddress: "0c-42" }), RELEASE);
  expect(wrong.problems.map(({ rule }) => rule)).toEqual(["value-pattern"]);
});

it("objects of other groups pass unseen", () => {
  for (const apiVersion of ["v1", "apps/v1", "cluster.x-k8s.io/v1beta1", "ironic.metal3.io/v1alpha1"]) {
    expect(checkObject({ apiVersion, kind: "Anything", metadata: { name: "x" }, odd: 1 }, RELEASE)).toEqual({
      kind: "Anything",
      name: "x",
      accepted: true,
      problems: [],
    });
  }
});

it("what names neither kind nor version is not an object", () => {
  const fields = (object: Manifest): string[] => checkObject(object, RELEASE).problems.map(({ field }) => field);
  expect(fields({ rack: 7 })).toEqual(["apiVersion", "kind"]);
  expect(fields({ kind: "BareMetalHost" })).toEqual(["apiVersion"]);
  expect(checkObject({ apiVersion: "v1" }, RELEASE).accepted).toBe(false);
});

it("an update is checked as a whole, and tolerates values that the schema refused before", () => {
  const before = hostAt("irmc://10.30.2.7");
  const labelled = hostAt("irmc://10.30.2.7", {}, { labels: { row: "b" } });
  expect(checkObject(labelled, { ...RELEASE, old: before }).accepted).toBe(false);
  expect(checkObject(labelled, { release: "v0.12.6", old: before }).accepted).toBe(true);
  const odd = host({ bootMode: "uefi" });
  expect(
    checkObject(
      { ...odd, metadata: { name: "rack2-u07", namespace: "site-a", labels: { row: "b" } } },
      { ...RELEASE, old: odd },
    ).accepted,
  ).toBe(true);
  expect(checkObject(odd, RELEASE).accepted).toBe(false);
});

it("what was wrong before is tolerated in the form in which the server stores it: without nulls, with defaults", () => {
  const old = object("BareMetalHost", { online: null, bmc: { address: "ipmi://10.30.2.7", credentialsName: null } });
  const labelled = { ...old, metadata: { name: "rack2-u07", namespace: "site-a", labels: { row: "b" } } };
  expect(checkObject(labelled, { ...RELEASE, old }).accepted).toBe(true);
  expect(checkObject(labelled, RELEASE).problems.map(({ field }) => field)).toContain("spec.online");
  const odd = { image: { url: "x" }, online: undefined };
  const stored = host({ ...odd, automatedCleaningMode: "metadata" });
  expect(checkObject(host(odd), { release: "v0.1.0", old: stored }).accepted).toBe(true);
  expect(checkObject(host(odd), { release: "v0.1.0" }).accepted).toBe(false);
});

it("state comes from the option, else from the old object's status", () => {
  const old = { ...host(), status: { operationalStatus: "OK", provisioning: { state: "registering" } } };
  const moved = hostAt("redfish-virtualmedia://10.30.2.8");
  expect(checkObject(moved, { ...RELEASE, old }).accepted).toBe(true);
  expect(checkObject(moved, { ...RELEASE, old, state: "available" }).accepted).toBe(false);
  expect(checkObject(moved, { ...RELEASE, old, state: "available", operationalStatus: "detached" }).accepted).toBe(
    true,
  );
});

it("a set is checked with each other in view, in its order", () => {
  const twin = host({}, { name: "rack2-u08" });
  const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } };
  const verdicts = checkObjects([host(), config, twin], RELEASE);
  expect(verdicts.map(({ kind, accepted }) => [kind, accepted])).toEqual([
    ["BareMetalHost", true],
    ["ConfigMap", true],
    ["BareMetalHost", true],
  ]);
  expect(verdicts[0]?.problems.map(({ rule }) => rule)).toEqual(["host-duplicate-bmc", "host-duplicate-boot-mac"]);
  expect(verdicts[2]?.problems[0]?.message).toContain("site-a/rack2-u07");
});

it("old objects pair with new ones by kind, namespace and name", () => {
  const moved = hostAt("redfish-virtualmedia://10.30.2.8");
  const elsewhere = host({}, { namespace: "site-b" });
  expect(checkObjects([moved], { ...RELEASE, old: [host()] })[0]?.accepted).toBe(false);
  expect(checkObjects([moved], { ...RELEASE, old: [elsewhere] })[0]?.accepted).toBe(true);
  const same = checkObjects([host()], { ...RELEASE, old: [host({ online: false })] })[0];
  expect(same?.problems).toEqual([]);
});

it("no secret is repeated: not of an address, not of an image's URL", () => {
  const objects = [
    hostAt("redfish://root:hunter2@10.30.2.7/%zz"),
    hostAt("hunter2://10.30.2.7"),
    host({ image: image({ url: "s3://key:hunter2@images.site-a.example/%zz" }) }),
    host({ image: image({ url: "https://images.site-a.example/x.qcow2?sig=hunter2", checksum: "hunter2" }) }),
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: BMC.credentialsName, namespace: "site-a" },
      stringData: { username: "hunter2" },
    },
  ];
  for (const release of ["v0.13.2", "v0.14.0-rc.0"] as const) {
    const text = JSON.stringify(checkObjects(objects, { release }).map(({ problems }) => problems));
    expect(text.replaceAll("scheme `hunter2`", "")).not.toContain("hunter2");
  }
});

it("ten thousand hosts take seconds, not hours", () => {
  const hosts = Array.from({ length: 10_000 }, (_, index) => {
    const mac = index
      .toString(16)
      .padStart(8, "0")
      .replace(/(..)(?=.)/g, "$1:");
    return hostAt(
      `redfish-virtualmedia://10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/redfish/v1/Systems/1`,
      { bootMACAddress: `0c:42:${mac}` },
      { name: `node-${index}` },
    );
  });
  const began = performance.now();
  expect(checkObjects(hosts, RELEASE).every(({ problems }) => problems.length === 0)).toBe(true);
  expect(performance.now() - began).toBeLessThan(60_000);
}, 90_000);
