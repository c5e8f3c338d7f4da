import { expect, it } from "vitest";
import { ENROL_FAULTS } from "./enrolFaults.js";
import { faultTable } from "./faultRow.js";
import { INSTALL_FAULTS } from "./installFaults.js";
import { PROGRAM_FAULTS } from "./programFaults.js";
import { soakFaults } from "./soakFaults.js";

/** Three runs of the engine, of which two end when the slowest fault has been said. */
const LIMIT_MS = 900_000;

it(
  "what is wrong is said with its class and what to do",
  async () => {
    const faults = [...ENROL_FAULTS, ...INSTALL_FAULTS, ...PROGRAM_FAULTS].filter(({ quick }) => quick);
    const rows = await soakFaults({ faults, recover: false, log: () => undefined });
    const table = faultTable(rows);
    console.log(table);
    expect(rows.length).toBeGreaterThanOrEqual(15);
    expect(
      rows.filter(({ problems }) => problems.length > 0),
      table,
    ).toEqual([]);
  },
  LIMIT_MS,
);
