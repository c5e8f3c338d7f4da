export { IronicStack } from "./ironicStack.js";
export type { IronicStackArgs } from "./ironicStackArgs.js";
