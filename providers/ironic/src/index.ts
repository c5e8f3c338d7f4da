/**
 * Bare-metal hosts and machines through the Ironic API: {@link IronicDriver} behind the `Driver` interface of
 * `@ironworks/core`.
 *
 * @packageDocumentation
 */

// The driver, and how it reaches an endpoint.

export type { ClientConfig } from "./api/client.js";
export type { Patience } from "./api/retry.js";
export type { EndpointConfig } from "./api/transport.js";
export { IronicDriver, type IronicDriverOptions } from "./ironicDriver.js";

// A look at everything that an endpoint has, without changing it.

export {
  type FleetDisk,
  type FleetFailure,
  type FleetHost,
  type FleetMachine,
  IronicFleet,
} from "./fleet/ironicFleet.js";

// The calls that it makes, for whoever counts them.

export type { Call, CallKind } from "./api/client.js";
export type { Method } from "./api/transport.js";

// What a call that failed throws: the `cause` of an operation's error.

export { IronicError, type IronicErrorCode, type IronicErrorDetails } from "./api/ironicError.js";
