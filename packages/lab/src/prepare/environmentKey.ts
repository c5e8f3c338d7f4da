import { createHash } from "node:crypto";
import type { Python } from "./python.js";

/** Names what was made from these pins for this Python: changed pins or another Python make another one. */
export function environmentKey(pins: string | Buffer, python: Python): string {
  return createHash("sha256")
    .update(pins)
    .update("\0")
    .update(`${python.version}\0${python.platform}\0${python.path}`)
    .digest("hex")
    .slice(0, 16);
}
