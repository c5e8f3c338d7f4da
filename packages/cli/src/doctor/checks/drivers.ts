import { type Check, perEndpoint, type World } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import type { IronicReader } from "../ironicReader.js";
import type { HostTarget } from "../target/target.js";

/** Are the hardware types and interfaces that the hosts need enabled? */
export const drivers: Check = {
  id: "drivers",
  title: "the drivers and interfaces that hosts need are enabled",
  jobs: (world) => perEndpoint(world, (reader) => ofEndpoint(world, reader)),
};

async function ofEndpoint(world: World, reader: IronicReader): Promise<readonly Verdict[]> {
  const { name } = reader.target;
  const say = verdictsOn(name, "ironic");
  const offered = await reader.drivers();
  if ("missing" in offered) {
    return [say.skipped(offered.missing)];
  }
  const enabled = offered.value.map((driver) => driver.name);
  const hosts = world.target.hosts.filter(({ endpoint }) => endpoint === name);
  const needed = [...new Set(hosts.map(({ needs }) => needs.driver ?? ""))].filter((driver) => driver !== "").sort();
  if (needed.length === 0) {
    return [say.ok(`enabled: ${enabled.join(", ")}; no host needs any yet`)];
  }
  return Promise.all(needed.map((driver) => ofDriver(reader, driver, enabled, hosts)));
}

async function ofDriver(
  reader: IronicReader,
  driver: string,
  enabled: readonly string[],
  hosts: readonly HostTarget[],
): Promise<Verdict> {
  const say = verdictsOn(`${reader.target.name}: ${driver}`, "ironic");
  const users = hosts.filter(({ needs }) => needs.driver === driver);
  if (!enabled.includes(driver)) {
    return say.error(
      `\`${driver}\` is not enabled, and ${countOf(users)} ${users.length === 1 ? "needs" : "need"} it; enabled: ${enabled.join(", ") || "none"}`,
      `add \`${driver}\` to \`enabled_hardware_types\` of Ironic, or use another scheme in \`bmc.address\``,
    );
  }
  const details = await reader.driver(driver);
  if ("missing" in details) {
    return say.skipped(details.missing);
  }
  const lacking = lackingInterfaces(details.value, users);
  if (lacking.length > 0) {
    const options = lacking.map((need) => `\`enabled_${need.slice(0, need.indexOf(" "))}s\``);
    return say.error(
      `not enabled: ${lacking.join("; ")} (${countOf(users)})`,
      `add them to ${[...new Set(options)].join(", ")} of Ironic`,
    );
  }
  return say.ok(`enabled, with every interface that ${countOf(users)} ${users.length === 1 ? "needs" : "need"}`);
}

/** `boot_interface redfish-virtual-media`, for each that a host needs and Ironic lacks. */
function lackingInterfaces(
  details: Readonly<Record<string, unknown>>,
  hosts: readonly HostTarget[],
): readonly string[] {
  const lacking = new Set<string>();
  for (const { needs } of hosts) {
    for (const [field, value] of Object.entries(needs)) {
      const enabled = details[`enabled_${field}s`];
      if (field !== "driver" && Array.isArray(enabled) && !enabled.includes(value)) {
        lacking.add(`${field} ${value}`);
      }
    }
  }
  return [...lacking].sort();
}

function countOf(hosts: readonly HostTarget[]): string {
  const [first] = hosts;
  return hosts.length === 1 && first ? `\`${first.name}\`` : `${hosts.length} hosts`;
}
