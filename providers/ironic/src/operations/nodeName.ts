import { createHash } from "node:crypto";

const LONGEST = 200;

/**
 * A node's name in Ironic: readable, and another one for each host of each stack. Ironic allows letters, digits and
 * `.~-_`; where something else had to go, or the name was cut, a digest keeps it unique.
 */
export function nodeName(hostId: string, owner: string): string {
  const wanted = `${hostId}~${owner.replaceAll("/", ".")}`;
  const allowed = wanted.replace(/[^A-Za-z0-9._~-]/g, "-");
  const exact = allowed === wanted && allowed.length <= LONGEST && !hostId.includes("~") && !owner.includes(".");
  if (exact) {
    return allowed;
  }
  const digest = createHash("sha256").update(`${owner}\n${hostId}`).digest("hex").slice(0, 10);
  return `${allowed.slice(0, LONGEST - digest.length - 1)}-${digest}`;
}
