/** An address as a number, with its family. */
export interface IPAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export const ADDRESS_BITS: Readonly<Record<IPAddress["family"], number>> = { 4: 32, 6: 128 };

/** Reads an IPv4 or IPv6 address, without prefix length, zone, brackets or leading zeros. Undefined for anything else. */
export function parseIP(text: string): IPAddress | undefined {
  const value4 = parseIPv4(text);
  if (value4 !== undefined) {
    return { family: 4, value: value4 };
  }
  const value6 = parseIPv6(text);
  return value6 === undefined ? undefined : { family: 6, value: value6 };
}

/** The network of an address, as a number with zeros for the host. */
export function networkOf({ family, value }: IPAddress, prefixLength: number): bigint {
  const hostBits = BigInt(ADDRESS_BITS[family] - prefixLength);
  return (value >> hostBits) << hostBits;
}

/** How many leading bits two addresses of one family share. */
export function commonPrefix(a: IPAddress, b: IPAddress): number {
  const difference = a.value ^ b.value;
  return ADDRESS_BITS[a.family] - (difference === 0n ? 0 : difference.toString(2).length);
}

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map(groups);
  if (!head || (halves.length === 2 && !tail)) {
    return undefined;
  }
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) {
    return undefined;
  }
  const all = [...head, ...Array.from({ length: zeros }, () => 0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
function groups(text: string): readonly number[] | undefined {
  if (text === "") {
    return [];
  }
  const parts = text.split(":");
  const last = parts.at(-1) ?? "";
  const embedded = last.includes(".") ? parseIPv4(last) : undefined;
  if (last.includes(".") && embedded === undefined) {
    return undefined;
  }
  const hex = embedded === undefined ? parts : parts.slice(0, -1);
  if (!hex.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) {
    return undefined;
  }
  const numbers = hex.map((part) => Number.parseInt(part, 16));
  return embedded === undefined ? numbers : [...numbers, Number(embedded >> 16n), Number(embedded & 0xffffn)];
}
