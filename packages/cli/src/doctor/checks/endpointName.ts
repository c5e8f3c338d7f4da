import { type Check, perEndpoint } from "../check.js";
import { verdictsOn } from "../finding.js";
import { addressesOf, hostOf, isAddress, isClusterName } from "../net/nameProbe.js";

/** Does the name in the endpoint's address resolve? */
export const endpointName: Check = {
  id: "endpoint-name",
  title: "the name of the endpoint resolves",
  jobs: (world) =>
    perEndpoint(world, async ({ target }) => {
      const say = verdictsOn(target.name, "here");
      const host = hostOf(target.url);
      if (host === undefined) {
        return [say.error(`\`${target.url}\` is not a URL`, "write `https://<host>:6385`")];
      }
      if (isAddress(host)) {
        return [say.ok(`${host} is an address; no name is needed`)];
      }
      const found = await addressesOf(host, world.timeoutMs);
      if (!("kind" in found)) {
        return [say.ok(`${host} is ${found.join(", ")}`)];
      }
      return [
        say.error(
          `${host}: ${found.text}`,
          isClusterName(host)
            ? "give the address of a node, of a load balancer or a whole name: only pods of the cluster know the name of a Service"
            : "correct `endpoint`, or the name servers of this machine",
        ),
      ];
    }),
};
