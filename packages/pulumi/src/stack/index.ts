// Before all else: what this part needs may not be installed.
import "./peers.js";

// The control plane as resources of `@pulumi/kubernetes`.

export { IronicStack } from "./ironicStack.js";
export type { IronicStackArgs } from "./ironicStackArgs.js";
