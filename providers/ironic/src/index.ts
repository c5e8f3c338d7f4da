export * from "./api/apiVersion.js";
export * from "./api/client.js";
export * from "./api/ironicError.js";
export * from "./api/node.js";
export type { EndpointConfig } from "./api/transport.js";
export * from "./ironicDriver.js";
