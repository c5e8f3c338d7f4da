import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { imageAdviceCases } from "../testing/imageAdviceCases.js";
import { among, image, object, otherHost, V13, V14 } from "../testing/ruleCase.js";
import { HOST_CLAIM_RULES } from "./hostClaim.js";

function claim(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return object("HostClaim", { poweredOn: true, ...spec }, metadata);
}

function select(hostSelector: Manifest): Manifest {
  return claim({ hostSelector });
}

function where(operator: string, values: readonly string[], key = "site.example/row"): Manifest {
  return select({ matchExpressions: [{ key, operator, values }] });
}

describeRules(HOST_CLAIM_RULES, [
  {
    rule: "claim-label-key",
    broken: [
      { object: select({ matchLabels: { "row b": "7" } }), release: V14 },
      { object: select({ matchLabels: { "/row": "7" } }), release: V14 },
      { object: where("exists", [], "a/b/c"), release: V14 },
      { object: where("exists", [], "x".repeat(64)), release: V14 },
    ],
    kept: [
      { object: select({ matchLabels: { "site.example/row": "7" } }), release: V14 },
      { object: select({ matchLabels: { "row b": "7" } }), release: V13 },
      { object: where("exists", [], "x".repeat(63)), release: V14 },
    ],
  },
  {
    rule: "claim-label-value",
    broken: [
      { object: select({ matchLabels: { row: "b 7" } }), release: V14 },
      { object: where("in", ["a", "-b"]), release: V14 },
      { object: where("=", ["x".repeat(64)]), release: V14 },
    ],
    kept: [
      { object: select({ matchLabels: { row: "" } }), release: V14 },
      { object: where("notin", ["a_b.C"]), release: V14 },
      { object: where("=", ["b 7", "c"]), release: V14, also: ["claim-selector-values"] },
    ],
  },
  {
    rule: "claim-selector-operator",
    broken: [
      { object: where("In", ["a"]), release: V14 },
      { object: where("gt", ["7"]), release: V14 },
      { object: where("toString", []), release: V14 },
    ],
    kept: [
      { object: where("in", ["a"]), release: V14 },
      { object: where("!", []), release: V14 },
      { object: where("In", ["a"]), release: V13 },
    ],
  },
  {
    rule: "claim-selector-values",
    broken: [
      { object: where("in", []), release: V14 },
      { object: where("==", ["a", "b"]), release: V14 },
      { object: where("exists", ["a"]), release: V14 },
    ],
    kept: [
      { object: where("notin", ["a", "b"]), release: V14 },
      { object: where("!=", ["a"]), release: V14 },
      { object: where("exists", []), release: V14 },
    ],
  },
  {
    rule: "claim-not-served",
    broken: [
      { object: object("HostClaim", { poweredOn: true }) },
      { object: object("HostClaim", { poweredOn: false }), release: "v0.13.0" },
    ],
    kept: [
      { object: object("HostClaim", { poweredOn: true }), release: V14 },
      { object: object("HostClaim", { poweredOn: false }), release: "v0.14" },
    ],
  },
  {
    rule: "claim-policy-missing",
    broken: [
      among(object("HostClaim", { poweredOn: true }), otherHost()),
      among(
        object("HostClaim", { poweredOn: true, hostSelector: { inNamespace: "site-a" } }),
        otherHost(),
        object("HostDeployPolicy", {}, { namespace: "site-b" }),
      ),
    ],
    kept: [
      among(object("HostClaim", { poweredOn: true }), otherHost(), object("HostDeployPolicy", {})),
      { object: object("HostClaim", { poweredOn: true }) },
    ],
  },
  {
    rule: "claim-reboot-annotation-unreadable",
    broken: [
      { object: claim({}, { annotations: { "reboot.metal3.io": "soft" } }), release: V14 },
      { object: claim({}, { annotations: { "reboot.metal3.io/ops": "[]" } }), release: V14 },
    ],
    kept: [
      { object: claim({}, { annotations: { "reboot.metal3.io": '{"mode":"soft"}' } }), release: V14 },
      { object: claim({}, { annotations: { "reboot.metal3.io": "soft" } }), release: V13 },
    ],
  },
  {
    rule: "claim-reboot-annotation-mode",
    broken: [
      { object: claim({}, { annotations: { "reboot.metal3.io": '{"mode":"warm"}' } }), release: V14 },
      { object: claim({}, { annotations: { "reboot.metal3.io/ops": '{"mode":"HARD"}' } }), release: V14 },
    ],
    kept: [
      { object: claim({}, { annotations: { "reboot.metal3.io": '{"mode":""}' } }), release: V14 },
      { object: claim({}, { annotations: { "baremetalhost.metal3.io/detached": "{" } }), release: V14 },
    ],
  },
  {
    rule: "claim-image-url",
    broken: [
      { object: claim({ image: image({ url: "file:///srv/debian-13.qcow2" }) }), release: V14 },
      { object: claim({ image: image({ url: "debian-13.qcow2" }) }), release: V14 },
    ],
    kept: [
      { object: claim({ image: image() }), release: V14 },
      { object: claim({ image: image({ url: "file:///srv/debian-13.qcow2" }) }), release: V13 },
    ],
  },
  {
    rule: "claim-image-checksum-required",
    broken: [
      { object: claim({ image: { url: "https://images.site-a.example/debian-13.qcow2" } }), release: V14 },
      { object: claim({ image: image({ checksum: "", format: "raw" }) }), release: V14 },
    ],
    kept: [
      {
        object: claim({ image: { url: "https://images.site-a.example/rescue.iso", format: "live-iso" } }),
        release: V14,
      },
      { object: claim({ image: { url: "https://images.site-a.example/debian-13.qcow2" } }), release: V13 },
    ],
  },
  {
    rule: "claim-image-oci-checksum",
    broken: [
      { object: claim({ image: image({ url: "oci://registry.site-a.example/debian:13" }) }), release: V14 },
      {
        object: claim({ image: image({ url: "Oci://registry.site-a.example/debian:13", format: "raw" }) }),
        release: V14,
      },
    ],
    kept: [
      { object: claim({ image: { url: "oci://registry.site-a.example/debian:13" } }), release: V14 },
      { object: claim({ image: image() }), release: V14 },
    ],
  },
  ...imageAdviceCases("claim", (spec) => claim({ image: spec })),
]);
