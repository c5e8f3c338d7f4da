import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type ConnectionTrouble, connectionTrouble } from "./connectionTrouble.js";

/** The addresses of a name as this machine's resolver has them, hosts file included; its trouble where it has none. */
export async function addressesOf(name: string, timeoutMs: number): Promise<readonly string[] | ConnectionTrouble> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })), timeoutMs);
  });
  try {
    const found = await Promise.race([lookup(name, { all: true }), late]);
    return found.map(({ address }) => address);
  } catch (error) {
    return connectionTrouble(error);
  } finally {
    clearTimeout(timer);
  }
}

/** The host of a URL without brackets; undefined where there is none. */
export function hostOf(url: string): string | undefined {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
  return host === "" ? undefined : host;
}

export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}

/** Names that only pods of a Kubernetes cluster know: without a dot, or of its services. */
export function isClusterName(host: string): boolean {
  return !isAddress(host) && host !== "localhost" && (!host.includes(".") || /\.svc(?:\.|$)/.test(host));
}

/** As a URL writes it. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
