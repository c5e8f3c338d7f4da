import type { Driver } from "@ironworks/core";
import type { RouteInputs } from "../resource/routeInputs.js";
import { type FoundCredentials, type Lookup, resolveCredentials } from "./credentials.js";

/** Makes a driver for an endpoint. */
export type DriverFactory = (route: RouteInputs, credentials: FoundCredentials) => Driver;

/** One driver for each endpoint and set of credentials in a process, so that one list poll serves every resource. */
export class DriverPool {
  readonly #factory: DriverFactory;
  readonly #environment: Lookup;
  readonly #drivers = new Map<string, Driver>();

  constructor(factory: DriverFactory, environment: Lookup = (key) => process.env[key]) {
    this.#factory = factory;
    this.#environment = environment;
  }

  driverFor(route: RouteInputs, config: Lookup): Driver {
    const credentials = resolveCredentials(route, config, this.#environment);
    const key = JSON.stringify([route, credentials]);
    const driver = this.#drivers.get(key) ?? this.#factory(route, credentials);
    this.#drivers.set(key, driver);
    return driver;
  }

  close(): void {
    for (const driver of this.#drivers.values()) {
      driver.close();
    }
    this.#drivers.clear();
  }
}
