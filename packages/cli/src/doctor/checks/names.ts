import type { Check, World } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { addressesOf, hostOf, isAddress, isClusterName } from "../net/nameProbe.js";

/** Do the names in URLs and BMC addresses resolve? The endpoint's own has a check of its own. */
export const names: Check = {
  id: "names",
  title: "the names in URLs and BMC addresses resolve",
  jobs(world) {
    return [...usersByName(world)].map(([name, users]) => ({
      subject: name,
      run: async () => [await verdictOf(world, name, [...users])],
    }));
  },
};

function usersByName(world: World): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (host: string | undefined, user: string): void => {
    if (host !== undefined && !isAddress(host)) {
      found.set(host, (found.get(host) ?? new Set()).add(user));
    }
  };
  for (const { url, kind } of world.target.files) {
    add(
      /^https?:/.test(url) ? hostOf(url) : undefined,
      kind === "ramdisk" ? "a ramdisk" : kind === "image" ? "an image" : "a URL",
    );
  }
  for (const { bmc, name } of world.target.hosts) {
    add(bmc?.host, `the BMC of \`${name}\``);
  }
  return found;
}

async function verdictOf(world: World, name: string, users: readonly string[]): Promise<Verdict> {
  const say = verdictsOn(name, "here");
  const whose =
    users.length <= 2 ? users.join(" and ") : `${users.slice(0, 2).join(", ")} and ${users.length - 2} more`;
  const found = await addressesOf(name, world.timeoutMs);
  if (!("kind" in found)) {
    return say.ok(`is ${found.join(", ")}; of ${whose}`);
  }
  return say.error(
    `${found.kind === "name" ? "is not known to this machine's name servers" : found.text}; of ${whose}`,
    isClusterName(name)
      ? "use an IP address or a whole name: servers and ramdisks do not know the Services of a cluster"
      : "correct the name, or use an IP address: a ramdisk often has no DNS server",
  );
}
