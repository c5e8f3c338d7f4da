import { type Fault, failure, type Result, success } from "../result.js";

/**
 * Reads a MAC address of six bytes, divided by `:`, `-`, or (as switches print it) in three groups by `.`; gives lower
 * case with `:`.
 */
export function parseMacAddress(text: string): Result<string, Fault> {
  const digits = text.replace(/[:.-]/g, "").toLowerCase();
  const wellFormed =
    /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text) ||
    /^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(text) ||
    /^[0-9a-f]{12}$/i.test(text);
  if (!wellFormed) {
    return failure({
      message: "is not a MAC address.",
      remedy: "write six bytes in hexadecimal with colons, e.g. `52:54:00:ab:cd:ef`",
    });
  }
  const bytes = digits.match(/../g) ?? [];
  if (bytes.every((byte) => byte === "00")) {
    return failure({
      message: "is all zeros, which no NIC has.",
      remedy: "write the MAC of the NIC that boots the ramdisk",
    });
  }
  if ((Number.parseInt(bytes[0] ?? "", 16) & 1) === 1) {
    return failure({
      message: "is a multicast address, which no NIC has.",
      remedy: "write the MAC of the NIC that boots the ramdisk",
    });
  }
  return success(bytes.join(":"));
}

/** The form in which MAC addresses compare; undefined for text that is not one. */
export function canonicalMac(text: string): string | undefined {
  const parsed = parseMacAddress(text);
  return parsed.ok ? parsed.value : undefined;
}
