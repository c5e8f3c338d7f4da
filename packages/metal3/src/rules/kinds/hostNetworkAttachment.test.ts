import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { host, hostAt, object, V14 } from "../testing/ruleCase.js";
import { NETWORK_ATTACHMENT_RULES } from "./hostNetworkAttachment.js";

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

describeRules(NETWORK_ATTACHMENT_RULES, [
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
]);
