import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import type { ConnectionTrouble } from "../net/connectionTrouble.js";
import { hostOf } from "../net/nameProbe.js";

/** Upstream's example network, which its manifests name. */
const EXAMPLE_NETWORK = /^172\.22\.0\./;

const REMEDIES: Readonly<Record<ConnectionTrouble["kind"], string>> = {
  name: "see `endpoint-name`",
  refused: "check host and port, and that Ironic runs",
  unreachable: "check the network between this machine and Ironic: VPN, route, firewall",
  timeout: "check the address, and firewalls that swallow the connection",
  tls: "see `tls`",
  "not-http": "check host and port; for TLS write `https://`",
  broken: "check that Ironic speaks the scheme of `endpoint`: `http://` or `https://`",
};

/** Does something answer at the endpoint? */
export const endpointAnswers: Check = {
  id: "endpoint",
  title: "the endpoint answers",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const { name, url } = reader.target;
      const say = verdictsOn(name, "here");
      const root = await reader.root();
      if ("reply" in root) {
        const { status, sentAt, receivedAt } = root.reply;
        const seen = `${url} answers in ${receivedAt - sentAt} ms`;
        return [status < 500 ? say.ok(seen) : say.error(`${url} answers ${status}`, "look into the log of Ironic")];
      }
      return [unanswered(name, url, root.trouble)];
    }),
};

/** What to do where no answer came. */
export function unanswered(name: string, url: string, { kind, text }: ConnectionTrouble): Verdict {
  const isExample = EXAMPLE_NETWORK.test(hostOf(url) ?? "") && kind !== "tls";
  const remedy = isExample
    ? "write where Ironic really listens: 172.22.0.0/24 is the network of upstream's development environment"
    : REMEDIES[kind];
  return verdictsOn(name, "here").error(`${url}: ${text}`, remedy);
}
