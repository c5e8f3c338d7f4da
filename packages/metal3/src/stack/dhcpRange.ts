import type { Fault } from "@ironworks/core";
import { ADDRESS_BITS, commonPrefix, type IPAddress, networkOf, parseIP } from "./ipAddress.js";

/** One range of dnsmasq: first and last address, and the network's prefix length where it is given. */
interface DhcpRange {
  readonly text: string;
  readonly first: IPAddress;
  readonly last: IPAddress;
  readonly prefixLength?: number | undefined;
}

/** A range and what is wrong with it. */
interface ParsedRanges {
  readonly ranges: readonly DhcpRange[];
  readonly faults: readonly Fault[];
}

const EXAMPLE = "10.0.20.100,10.0.20.199";

/**
 * Reads `DHCP_RANGE`: `first,last`, then if wanted netmask (IPv4) or prefix length (IPv6), broadcast and lease time, as
 * in dnsmasq's `--dhcp-range`; several ranges are separated by `;`. Tags (`set:x`, `tag:x`) may come before.
 */
export function parseDhcpRanges(text: string): ParsedRanges {
  const ranges: DhcpRange[] = [];
  const faults: Fault[] = [];
  for (const part of text.split(";").map((item) => item.trim())) {
    const outcome = parseRange(part);
    if ("first" in outcome) {
      ranges.push(outcome);
    } else {
      faults.push(outcome);
    }
  }
  return { ranges, faults: [...faults, ...ranges.flatMap(faultsOf)] };
}

function parseRange(text: string): DhcpRange | Fault {
  const fields = text.split(",").map((field) => field.trim());
  while (/^(set|tag|interface):/.test(fields[0] ?? "")) {
    fields.shift();
  }
  const first = parseIP(fields[0] ?? "");
  const last = parseIP(fields[1] ?? "");
  if (!first || !last) {
    return {
      message: `has \`${text}\`, which is not a DHCP range: a range needs a first and a last address.`,
      remedy: `write it as \`${EXAMPLE}\``,
    };
  }
  if (first.family !== last.family) {
    return {
      message: `has the range \`${text}\`, which mixes IPv4 and IPv6.`,
      remedy: "give both ends in one family, and separate two ranges by `;`",
    };
  }
  const third = fields[2];
  if (third === undefined || isLeaseTime(third, first.family)) {
    return { text, first, last };
  }
  const prefixLength = prefixOf(third, first.family);
  if (prefixLength === undefined) {
    return {
      message: `has \`${third}\` in the range \`${text}\`, which is neither a netmask nor a prefix length.`,
      remedy: `write it as \`${EXAMPLE},255.255.255.0\`, or leave it out`,
    };
  }
  return { text, first, last, prefixLength };
}

function isLeaseTime(text: string, family: 4 | 6): boolean {
  return (
    /^(\d+[smhdw]|infinite|static|proxy|ra-\w+|slaac|off-link)$/.test(text) || (family === 4 && /^\d{3,}$/.test(text))
  );
}

function prefixOf(text: string, family: 4 | 6): number | undefined {
  if (/^\d{1,3}$/.test(text)) {
    return Number(text) <= ADDRESS_BITS[family] ? Number(text) : undefined;
  }
  const mask = family === 4 ? parseIP(text) : undefined;
  if (mask?.family !== 4) {
    return undefined;
  }
  const bits = mask.value.toString(2).padStart(32, "0");
  return /^1*0*$/.test(bits) ? bits.replace(/0/g, "").length : undefined;
}

function faultsOf({ text, first, last, prefixLength }: DhcpRange): readonly Fault[] {
  const faults: Fault[] = [];
  if (first.value > last.value) {
    faults.push({
      message: `has the range \`${text}\`, which ends before it begins.`,
      remedy: "put the lower address first",
    });
  }
  if (prefixLength !== undefined && networkOf(first, prefixLength) !== networkOf(last, prefixLength)) {
    faults.push({
      message: `has the range \`${text}\`, which leaves its network, whose prefix has ${prefixLength} bits.`,
      remedy: "give both ends in one network, or the netmask of the network that holds both",
    });
  }
  return faults;
}

/** Whether the range would hand an address out. */
export function isInRange({ first, last }: DhcpRange, address: IPAddress): boolean {
  return address.family === first.family && first.value <= address.value && address.value <= last.value;
}

/** Prefix lengths that networks of machines rarely exceed. */
const USUAL_PREFIX: Readonly<Record<4 | 6, number>> = { 4: 24, 6: 64 };

/**
 * Whether an address is in the network of a range. Without a netmask dnsmasq takes that of its interface, which nobody
 * knows here: the smallest network that holds the range is assumed, and at least a usual one (/24, /64).
 */
export function isInNetwork({ first, last, prefixLength }: DhcpRange, address: IPAddress): boolean {
  if (address.family !== first.family) {
    return false;
  }
  const prefix = prefixLength ?? Math.min(USUAL_PREFIX[first.family], commonPrefix(first, last));
  return networkOf(first, prefix) === networkOf(address, prefix);
}
