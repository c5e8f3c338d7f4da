import { type Fault, failure, type Result, success } from "../result.js";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DNS_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/**
 * Reads a DNS name, an IPv4 address or a bracketed IPv6 address into the one form that two spellings of it share: lower
 * case, IPv6 shortest and without brackets.
 */
export function parseHostName(text: string): Result<string, Fault> {
  if (text === "") {
    return fault("has no host.", "write the BMC's name or address after the scheme");
  }
  if (text.startsWith("[")) {
    return parseIPv6(text);
  }
  const name = text.toLowerCase();
  if (/^[\d.]+$/.test(name)) {
    if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(name)) {
      return success(name);
    }
    return fault(
      "has a host that is neither a name nor an IPv4 address.",
      "write four numbers from 0 to 255 without leading zeros",
    );
  }
  if (name.length > 253 || !DNS_NAME.test(name)) {
    return fault(
      "has a host that is not a valid DNS name.",
      "use letters, digits and inner `-` in parts divided by single dots",
    );
  }
  return success(name);
}

function parseIPv6(bracketed: string): Result<string, Fault> {
  const bad = fault("has an IPv6 address that cannot be read.", "write it as `[2001:db8::1]`, without a zone");
  if (bracketed.includes("%") || !URL.canParse(`http://${bracketed}/`)) {
    return bad;
  }
  return success(new URL(`http://${bracketed}/`).hostname.slice(1, -1));
}

function fault(message: string, remedy: string): { readonly ok: false; readonly error: Fault } {
  return failure({ message, remedy });
}
