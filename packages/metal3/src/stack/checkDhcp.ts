import { errorAt, type Problem, warningAt } from "@ironworks/core/problems";
import { isInNetwork, isInRange, parseDhcpRanges } from "./dhcpRange.js";
import { hostAddresses } from "./endpoints.js";
import type { UpstreamSpec } from "./stackContext.js";

const FIELD = "settings.DHCP_RANGE";

/** Whether the DHCP range goes together with the addresses of Ironic's host. */
export function checkDhcp(spec: UpstreamSpec, effective: Readonly<Record<string, string>>): readonly Problem[] {
  const text = effective.DHCP_RANGE ?? "";
  if (text === "") {
    return [];
  }
  const { ranges, faults } = parseDhcpRanges(text);
  if (faults.length > 0) {
    return [];
  }
  const hosts = hostAddresses(spec.variables, effective);
  const problems = ranges.flatMap((range) =>
    hosts
      .filter(({ address }) => isInRange(range, address))
      .map((host) =>
        errorAt(
          FIELD,
          `has the range \`${range.text}\`, which would hand out ${host.text}, Ironic's own address (\`${host.name}\`).`,
          "leave Ironic's address out of the range",
        ),
      ),
  );
  const chosen = spec.settings ?? {};
  // A range that nobody chose is upstream's example, and addresses beside it say nothing.
  if (chosen.DHCP_RANGE === undefined) {
    return problems;
  }
  const interfaceAddress = chosen.PROVISIONING_IP ? "PROVISIONING_IP" : "IRONIC_HOST_IP";
  const host = hosts.find(({ name }) => name === interfaceAddress);
  if (!host) {
    return problems;
  }
  const outside = ranges.filter(
    (range) => range.first.family === host.address.family && !isInNetwork(range, host.address),
  );
  return [
    ...problems,
    ...outside.map((range) =>
      range.prefixLength === undefined
        ? errorAt(
            FIELD,
            `has the range \`${range.text}\` outside the network of ${host.text} (\`${host.name}\`), so dnsmasq would serve nobody.`,
            "give a range in that network; or add its netmask (`first,last,255.255.255.0`) if a relay leads there; or set `PROVISIONING_IP` to the address on that network",
          )
        : warningAt(
            FIELD,
            `has the range \`${range.text}\` in another network than ${host.text} (\`${host.name}\`): only a DHCP relay gets requests from there.`,
            "make sure that there is a relay",
          ),
    ),
  ];
}
