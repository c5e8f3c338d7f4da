import type { Check, World } from "../check.js";
import { readerOf } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import type { ConnectionTrouble } from "../net/connectionTrouble.js";
import { ask } from "../net/httpProbe.js";
import { bracketed } from "../net/nameProbe.js";
import { tcpTrouble } from "../net/tcpProbe.js";
import type { BmcPlace, HostTarget } from "../target/target.js";
import { nodesOf } from "./nodesOf.js";

/** Does each BMC answer this machine? No login, no power: a connection, and the root of Redfish, which is public. */
export const bmcFromHere: Check = {
  id: "bmc",
  title: "the BMCs answer this machine",
  jobs: (world) =>
    world.target.hosts.map((host) => ({ subject: host.name, run: async () => [await verdictOf(world, host)] })),
};

async function verdictOf(world: World, host: HostTarget): Promise<Verdict> {
  const say = verdictsOn(host.name, "here");
  const { bmc } = host;
  if (bmc === undefined) {
    return say.skipped("nobody says where its BMC is");
  }
  const place = `${bracketed(bmc.host)}:${bmc.port}`;
  if (bmc.family === "ipmi") {
    return say.skipped(`${place} speaks IPMI, over UDP, which answers nobody without a login`);
  }
  const trouble = await tcpTrouble(bmc.host, bmc.port, world.timeoutMs);
  return trouble === undefined ? redfishVerdict(world, host, bmc, place) : notReached(world, host, place, trouble);
}

async function redfishVerdict(world: World, host: HostTarget, bmc: BmcPlace, place: string): Promise<Verdict> {
  const say = verdictsOn(host.name, "here");
  const url = `${bmc.tls ? "https" : "http"}://${place}/redfish/v1/`;
  const outcome = await ask({ method: "GET", url, insecure: true, maxRedirects: 2, timeoutMs: world.timeoutMs });
  if ("trouble" in outcome) {
    const { kind, text } = outcome.trouble;
    if (kind === "timeout") {
      return say.error(`${place} takes connections and does not answer`, "reset the BMC; it hangs");
    }
    return say.error(`${place}: ${text}`, "check `bmc.address`: `+http` where the BMC has no TLS, and its port");
  }
  const { status } = outcome.reply;
  return status === 404 || status >= 500
    ? say.error(`${url} answers ${status}: Redfish is off or broken`, "switch Redfish on in the BMC, or reset it")
    : say.ok(`${place} answers with Redfish`);
}

const REMEDIES: Readonly<Record<ConnectionTrouble["kind"], string>> = {
  name: "correct the host in `bmc.address`, or use an IP address",
  refused: "check address and port in `bmc.address`, and that the BMC runs",
  unreachable: "check the BMC's address, cable and network",
  timeout: "check the BMC's address, cable and network",
  tls: "check the BMC's TLS",
  "not-http": "check the port in `bmc.address`",
  broken: "reset the BMC",
};

/** A BMC that this machine has no way to may be well: what counts is Ironic's way, so its record decides. */
async function notReached(world: World, host: HostTarget, place: string, trouble: ConnectionTrouble): Promise<Verdict> {
  const say = verdictsOn(host.name, "here");
  const seen = `${place}: ${trouble.text}`;
  const mayBeOurWay = trouble.kind === "timeout" || trouble.kind === "unreachable" || trouble.kind === "name";
  const reader = readerOf(world, host);
  const { enrolled = [] } = reader && mayBeOurWay ? await nodesOf(world, reader) : {};
  const node = enrolled.find((one) => one.host === host)?.node;
  if (node === undefined || node.power_state === null || node.fault !== null) {
    return say.error(seen, REMEDIES[trouble.kind]);
  }
  return say.warning(
    `${seen}; Ironic last saw \`${node.power_state}\``,
    "nothing, where only Ironic has a way to the BMCs; else check the BMC's network",
  );
}
