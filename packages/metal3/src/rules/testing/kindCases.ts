import type { Manifest } from "../manifest.js";
import { host, hostAt, image, object, type RuleCases } from "./ruleCase.js";

const LEGACY = "v0.1.0";
const V12 = "v0.12.6";
const V13 = "v0.13.2";
const V14 = "v0.14.0-rc.0";

const SUBSCRIPTION = { hostName: "rack2-u07", destination: "https://events.site-a.example/redfish", context: "rack2" };

function subscription(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return object("BMCEventSubscription", { ...SUBSCRIPTION, ...spec }, metadata);
}

function claim(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return object("HostClaim", { poweredOn: true, ...spec }, metadata);
}

function select(hostSelector: Manifest): Manifest {
  return claim({ hostSelector });
}

function where(operator: string, values: readonly string[], key = "site.example/row"): Manifest {
  return select({ matchExpressions: [{ key, operator, values }] });
}

function attachment(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return object("HostNetworkAttachment", { mode: "trunk", nativeVLAN: 7, ...spec }, { name: "storage", ...metadata });
}

const USER = host({ networkInterfaces: [{ name: "eno2", hostNetworkAttachment: { name: "storage" } }] });
const FAR_USER = host(
  { networkInterfaces: [{ name: "eno2", hostNetworkAttachment: { name: "storage", namespace: "site-a" } }] },
  { namespace: "site-b" },
);
const NAMESAKE = host(
  { networkInterfaces: [{ name: "eno2", hostNetworkAttachment: { name: "storage" } }] },
  { namespace: "site-b" },
);

function updates(...urls: readonly string[]): Manifest {
  return object("HostFirmwareComponents", { updates: urls.map((url) => ({ component: "bmc", url })) });
}

/** Own objects around every rule of the other kinds' webhooks. */
export const kindCases: readonly RuleCases[] = [
  {
    rule: "subscription-host-name-required",
    broken: [
      { object: subscription({ hostName: "" }) },
      { object: subscription({ hostName: undefined }), release: LEGACY },
    ],
    kept: [{ object: subscription() }, { object: subscription({ hostName: "anything" }), release: V14 }],
  },
  {
    rule: "subscription-headers-namespace",
    broken: [
      { object: subscription({ httpHeadersRef: { name: "token", namespace: "site-b" } }) },
      { object: subscription({ httpHeadersRef: { name: "token" } }), release: V14 },
      { object: subscription({ httpHeadersRef: {} }), release: V12 },
    ],
    kept: [
      { object: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }) },
      { object: subscription({ httpHeadersRef: { name: "token" } }), release: LEGACY },
      { object: subscription({ httpHeadersRef: null }) },
    ],
  },
  {
    rule: "subscription-destination-required",
    broken: [
      { object: subscription({ destination: "" }) },
      { object: object("BMCEventSubscription", undefined), also: ["subscription-host-name-required"] },
    ],
    kept: [{ object: subscription() }, { object: subscription({ destination: "/events" }) }],
  },
  {
    rule: "subscription-destination-invalid",
    broken: [
      { object: subscription({ destination: "events.site-a.example" }) },
      { object: subscription({ destination: "https://events.site-a.example:https/redfish" }), release: LEGACY },
    ],
    kept: [
      { object: subscription({ destination: "https://events.site-a.example:8443/redfish events" }) },
      { object: subscription({ destination: "gopher://events.site-a.example/" }) },
    ],
  },
  {
    rule: "subscription-destination-path",
    broken: [
      { object: subscription({ destination: "https://events.site-a.example" }) },
      { object: subscription({ destination: "https://events.site-a.example?rack=2" }), release: V14 },
      { object: subscription({ destination: "mailto:ops@site-a.example" }), release: LEGACY },
    ],
    kept: [
      { object: subscription({ destination: "https://events.site-a.example/" }) },
      { object: subscription({ destination: "https://events.site-a.example/?rack=2" }) },
    ],
  },
  {
    rule: "subscription-immutable",
    broken: [
      { object: subscription({ context: "rack3" }), given: { old: subscription() } },
      { object: subscription({ destination: "" }), release: LEGACY, given: { old: subscription() } },
      {
        object: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }, { labels: { row: "b" } }),
        release: V14,
        given: { old: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }) },
      },
    ],
    kept: [
      { object: subscription({}, { labels: { row: "b" } }), given: { old: subscription() } },
      { object: subscription({ context: "" }), given: { old: subscription({ context: undefined }) } },
      { object: subscription(), given: { old: subscription(), operation: "delete" } },
    ],
  },
  {
    rule: "data-image-url",
    broken: [
      { object: object("DataImage", { url: "file:///srv/config.iso" }), release: V14 },
      { object: object("DataImage", { url: "config.iso" }), release: V14 },
      { object: object("DataImage", undefined), release: V14 },
      {
        object: object("DataImage", { url: "" }),
        release: V14,
        given: { old: object("DataImage", { url: "https://images.site-a.example/config.iso" }) },
      },
    ],
    kept: [
      { object: object("DataImage", { url: "file:///srv/config.iso" }), release: V13 },
      { object: object("DataImage", { url: "HTTP://u:p@images.site-a.example/my config.iso" }), release: V14 },
    ],
  },
  {
    rule: "firmware-component-url",
    broken: [
      { object: updates("https://images.site-a.example/bmc.bin", "tftp://10.30.0.1/bmc.bin"), release: V14 },
      { object: updates(""), release: V14 },
    ],
    kept: [
      { object: updates("tftp://10.30.0.1/bmc.bin"), release: V13 },
      { object: updates("ftp://10.30.0.1/bmc.bin"), release: V14 },
      { object: updates(), release: V14 },
    ],
  },
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
  {
    rule: "attachment-access-vlans",
    broken: [
      { object: attachment({ mode: "access", allowedVLANs: ["20"] }), release: V14 },
      { object: attachment({ mode: undefined, allowedVLANs: ["20"] }), release: V14 },
      {
        object: attachment({ mode: "access", allowedVLANs: ["20"], mtu: 9000 }),
        release: V14,
        given: { old: attachment({ mode: "access", allowedVLANs: ["20"] }) },
      },
    ],
    kept: [
      { object: attachment({ mode: "hybrid", allowedVLANs: ["20"] }), release: V14 },
      { object: attachment({ mode: "access", allowedVLANs: [] }), release: V14 },
      {
        object: attachment({ mode: "access", allowedVLANs: ["20"] }, { labels: { row: "b" } }),
        release: V14,
        given: { old: attachment({ mode: "access", allowedVLANs: ["20"] }) },
      },
    ],
  },
  {
    rule: "attachment-vlan",
    broken: [
      { object: attachment({ allowedVLANs: ["0"] }), release: V14 },
      { object: attachment({ allowedVLANs: ["20", "30-20"] }), release: V14 },
      { object: attachment({ allowedVLANs: ["20-20"] }), release: V14 },
      { object: attachment({ allowedVLANs: ["4000-4095"] }), release: V14 },
    ],
    kept: [
      { object: attachment({ allowedVLANs: ["1", "4094", "0020", "20-30"] }), release: V14 },
      { object: attachment({ allowedVLANs: ["20", "20"] }), release: V14 },
    ],
  },
  {
    rule: "attachment-in-use",
    broken: [
      { object: attachment({ mtu: 9000 }), release: V14, given: { old: attachment(), others: [USER] } },
      { object: attachment({ mtu: 9000 }), release: V14, given: { old: attachment(), others: [FAR_USER] } },
      {
        object: attachment(),
        release: V14,
        given: { operation: "delete", old: attachment(), others: [USER, FAR_USER] },
        also: ["attachment-referenced-by"],
      },
    ],
    kept: [
      { object: attachment({ mtu: 9000 }), release: V14, given: { old: attachment(), others: [NAMESAKE] } },
      { object: attachment({}, { labels: { row: "b" } }), release: V14, given: { old: attachment(), others: [USER] } },
      { object: attachment(), release: V14, given: { operation: "delete", old: attachment(), others: [NAMESAKE] } },
      {
        object: attachment({ allowedVLANs: ["0"] }),
        release: V14,
        given: { old: attachment(), others: [USER] },
        also: ["attachment-vlan"],
      },
    ],
  },
  {
    rule: "attachment-referenced-by",
    broken: [
      {
        object: attachment(),
        release: V14,
        given: { operation: "delete", old: attachment(), others: [USER] },
        also: ["attachment-in-use"],
      },
      {
        object: attachment(),
        release: V14,
        given: { operation: "delete", old: attachment(), others: [hostAt("ipmi://10.30.2.9"), FAR_USER] },
        also: ["attachment-in-use"],
      },
    ],
    kept: [
      { object: attachment(), release: V14, given: { operation: "delete", old: attachment() } },
      { object: attachment(), release: V14, given: { operation: "delete", old: attachment(), others: [NAMESAKE] } },
    ],
  },
];
