import { ironic } from "../ironicByHand.js";
import type { FaultCase } from "./faultCase.js";
import { apiAnswers, ironicSays, labFault } from "./labFault.js";

/** What waits only because it is silent is given less time than a real server would be. */
const SILENT = { timeouts: { verifySeconds: 60, inspectSeconds: 60 } } as const;
const LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to go on.</body></html>";

/** Raised before the host is enrolled. */
export const ENROL_FAULTS: readonly FaultCase[] = [
  { name: "bmc-refused", stage: "enrol", quick: true, ...labFault("bmc-refused"), classes: ["network"] },
  {
    name: "bmc-unreachable",
    stage: "enrol",
    ...labFault("bmc-unreachable"),
    // Ironic itself tries for five minutes.
    mistake: () => ({ host: SILENT }),
    classes: ["network", "timeout"],
  },
  {
    name: "bmc-hanging",
    stage: "enrol",
    ...labFault("bmc-hanging"),
    mistake: () => ({ host: SILENT }),
    classes: ["timeout"],
  },
  {
    name: "bmc-wrong-password",
    stage: "enrol",
    quick: true,
    ...labFault("bmc-wrong-password"),
    classes: ["credential"],
  },
  {
    name: "bmc-wrong-system",
    stage: "enrol",
    quick: true,
    mistake: ({ host }) => ({ bmc: { address: host.bmc.address.replace(/[^/]+$/, "no-such-system") } }),
    classes: ["config"],
  },
  {
    name: "bmc-untrusted",
    stage: "enrol",
    quick: true,
    ...labFault("bmc-untrusted"),
    mistake: () => ({ bmc: { disableCertificateVerification: false } }),
    classes: ["config"],
  },
  {
    name: "bmc-http-for-https",
    stage: "enrol",
    mistake: ({ host }) => ({ bmc: { address: host.bmc.address.replace("+https", "+http") } }),
    classes: ["config", "network"],
  },
  {
    name: "bmc-name-unknown",
    stage: "enrol",
    mistake: ({ host }) => ({ bmc: { address: host.bmc.address.replace("127.0.0.1", "bmc-of-nobody.invalid") } }),
    classes: ["network"],
  },
  { name: "bmc-error", stage: "enrol", ...labFault("bmc-error"), classes: ["transient", "hardware"] },
  { name: "bmc-forbidden", stage: "enrol", ...labFault("bmc-forbidden"), classes: ["credential"] },
  { name: "bmc-no-power", stage: "enrol", ...labFault("bmc-no-power"), classes: ["hardware"] },
  { name: "bmc-no-boot-device", stage: "enrol", ...labFault("bmc-no-boot-device"), classes: ["hardware"] },
  {
    name: "bmc-no-media",
    stage: "enrol",
    quick: true,
    ...labFault("bmc-no-media"),
    classes: ["hardware", "network"],
  },
  { name: "bmc-flapping", stage: "enrol", ...labFault("bmc-flapping"), classes: ["hardware", "ownership"] },
  {
    name: "agent-silent-at-inspection",
    stage: "enrol",
    ...labFault("agent-silent"),
    mistake: () => ({ host: SILENT }),
    classes: ["timeout"],
  },
  {
    name: "ramdisk-404",
    stage: "enrol",
    mistake: ({ lab }) => ({ ramdisk: `${lab.ramdisk.iso}.gone` }),
    classes: ["config", "network", "image"],
  },
  {
    name: "ramdisk-name-unknown",
    stage: "enrol",
    mistake: () => ({ ramdisk: "http://ramdisk-of-nobody.invalid/ipa.iso" }),
    classes: ["config", "network"],
  },
  {
    name: "api-503",
    stage: "enrol",
    quick: true,
    ...apiAnswers({ status: 503, type: "text/plain", body: "503 Service Unavailable" }),
    classes: ["network", "transient"],
  },
  {
    name: "api-401",
    stage: "enrol",
    quick: true,
    ...apiAnswers({
      status: 401,
      type: "application/json",
      body: JSON.stringify({ error: { message: "Authorization required", code: 401 } }),
    }),
    classes: ["credential"],
  },
  {
    name: "api-html",
    stage: "enrol",
    quick: true,
    ...apiAnswers({ status: 200, type: "text/html", body: LOGIN_PAGE }),
    classes: ["config"],
  },
  { name: "api-hanging", stage: "enrol", ...apiAnswers("never"), classes: ["network", "timeout", "transient"] },
  {
    name: "api-refused",
    stage: "enrol",
    mistake: () => ({ endpoint: "http://127.0.0.1:1" }),
    classes: ["network"],
  },
  {
    name: "api-name-unknown",
    stage: "enrol",
    mistake: () => ({ endpoint: "http://ironic-of-nobody.invalid:6385" }),
    classes: ["network", "config"],
  },
  {
    name: "api-no-conductor",
    stage: "enrol",
    ...apiAnswers(
      ironicSays(
        400,
        'No valid host was found. Reason: No conductor service registered which supports driver redfish for conductor group "".',
      ),
      "changes",
    ),
    classes: ["config", "transient"],
  },
  {
    name: "api-database-locked",
    stage: "enrol",
    ...apiAnswers(
      ironicSays(500, "(sqlite3.OperationalError) database is locked [SQL: INSERT INTO nodes (created_at)]"),
      "changes",
    ),
    classes: ["transient"],
  },
  {
    name: "mac-of-another-node",
    stage: "enrol",
    async raise({ lab, host }) {
      const node = await ironic<{ readonly uuid: string }>(lab, "POST", "/v1/nodes", { driver: "fake-hardware" });
      await ironic(lab, "POST", "/v1/ports", { node_uuid: node.uuid, address: host.bootMACAddress });
    },
    async clear({ lab, host }) {
      const path = `/v1/ports?address=${host.bootMACAddress}&fields=uuid,node_uuid`;
      const { ports } = await ironic<{ readonly ports: readonly { readonly node_uuid: string }[] }>(lab, "GET", path);
      await Promise.all(ports.map(({ node_uuid }) => ironic(lab, "DELETE", `/v1/nodes/${node_uuid}`)));
    },
    classes: ["ownership"],
  },
];
