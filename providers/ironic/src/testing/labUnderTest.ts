import { Lab, type LabHost, type LabOptions, type LedgerEntry } from "@ironworks/lab";
import { afterAll, beforeAll, expect } from "vitest";
import { IronicClient } from "../api/client.js";
import type { IronicDriver } from "../ironicDriver.js";
import { driverOf } from "./labFixture.js";

/** A lab for the tests of one file, a driver, and a client that looks past it. Started before the first, stopped after the last. */
export interface LabUnderTest {
  readonly lab: Lab;
  readonly driver: IronicDriver;
  readonly client: IronicClient;
  /** Fails the test where the lab has no such host. */
  host(index: number): LabHost;
  /** What reached these hosts: writes, erases, power. */
  ledgerOf(...hosts: readonly LabHost[]): readonly LedgerEntry[];
}

export function labUnderTest(hosts: number, options: Pick<LabOptions, "ironic"> = {}): LabUnderTest {
  let lab: Lab;
  let driver: IronicDriver;
  let client: IronicClient;
  beforeAll(async () => {
    lab = await Lab.start({ hosts, ...options });
    driver = driverOf(lab);
    client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
  });
  afterAll(async () => {
    client?.close();
    driver?.close();
    await lab?.stop();
  });
  return {
    get lab() {
      return lab;
    },
    get driver() {
      return driver;
    },
    get client() {
      return client;
    },
    host: (index) => lab.hosts[index] ?? expect.fail(`no host ${index}`),
    ledgerOf: (...among) => lab.ledger().filter((entry) => among.some(({ name }) => name === entry.host)),
  };
}
