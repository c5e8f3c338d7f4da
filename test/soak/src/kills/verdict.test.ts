import type { LedgerEntry } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import type { Deed } from "../gate.js";
import { type Account, stirrings, violations } from "./verdict.js";

const HOSTS = ["node-0", "node-1"];
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const provision = (second: number, target: string, from: string, status = 202): Deed => ({
  at: at(second),
  host: "node-0",
  method: "PUT",
  path: "/v1/nodes/n0/states/provision",
  target,
  from,
  status,
});
const write = (second: number, until: number, reason = "image http://images/alpha.raw"): LedgerEntry => ({
  at: at(second),
  ended: at(until),
  host: "node-0",
  kind: "write",
  disk: "/dev/sda",
  bytes: 1,
  reason,
});
const install = (second: number) => ({ at: at(second), host: "node-0", what: "install" }) as const;

function verdict(account: Partial<Account>): string[] {
  return violations({ deeds: [], ledger: [], allowances: [], ...account }, HOSTS);
}

describe("an account of which nothing is against the rules", () => {
  it.each<[string, Partial<Account>]>([
    [
      "an install",
      {
        allowances: [install(0)],
        deeds: [provision(1, "active", "available")],
        ledger: [write(2, 3), write(3, 4, "config drive")],
      },
    ],
    [
      "a repeat after Ironic failed the first",
      {
        allowances: [install(0)],
        deeds: [provision(1, "active", "available"), provision(5, "active", "deploy failed")],
        ledger: [write(2, 3), write(6, 7)],
      },
    ],
    [
      "a repeat by way of an undeploy of what failed",
      {
        allowances: [install(0)],
        deeds: [
          provision(1, "active", "available"),
          provision(5, "deleted", "deploy failed"),
          provision(6, "active", "available"),
        ],
        ledger: [write(2, 3), write(7, 8)],
      },
    ],
    [
      "a repeat of a request that Ironic lost before anything was written",
      {
        allowances: [install(0)],
        deeds: [provision(1, "active", "available", 0), provision(5, "active", "available")],
        ledger: [write(6, 7)],
      },
    ],
    [
      "a destroy that deprovisions, and an install after it",
      {
        allowances: [install(0), { at: at(4), until: at(6), host: "node-0", what: "undeploy" }],
        deeds: [
          provision(1, "active", "available"),
          provision(5, "deleted", "active"),
          provision(7, "active", "available"),
        ],
        ledger: [write(2, 3), write(8, 9)],
      },
    ],
  ])("%s", (_what, account) => {
    expect(verdict(account)).toEqual([]);
  });
});

describe("an account that breaks a rule", () => {
  const installed: Partial<Account> = {
    allowances: [install(0)],
    deeds: [provision(1, "active", "available")],
    ledger: [write(2, 3)],
  };
  it.each<[string, Partial<Account>, RegExp]>([
    ["two writes at once", { ...installed, ledger: [write(2, 5), write(4, 6, "config drive")] }, /two writes at once/],
    [
      "a write that has not ended, and another",
      { ...installed, ledger: [{ ...write(2, 3), ended: undefined }, write(4, 6, "config drive")] },
      /two writes at once/,
    ],
    ["a write that nobody asked for", { ledger: [write(2, 3)] }, /a write that nobody asked for/],
    [
      "an install that nothing allowed",
      { deeds: [provision(1, "active", "available")] },
      /an install that nothing allowed/,
    ],
    [
      "a second one after `active`",
      { ...installed, deeds: [provision(1, "active", "available"), provision(5, "rebuild", "active")] },
      /an install that nothing allowed/,
    ],
    [
      "two images in one install",
      { ...installed, ledger: [write(2, 3), write(4, 5)] },
      /a second write in one install/,
    ],
    ["an erase", { ...installed, ledger: [{ ...write(4, 5), kind: "erase" }] }, /an erase/],
    [
      "an undeploy that nothing allowed",
      { ...installed, deeds: [provision(5, "deleted", "active")] },
      /an undeploy that nothing allowed/,
    ],
    [
      "an undeploy after its time",
      {
        allowances: [install(0), { at: at(4), until: at(6), host: "node-0", what: "undeploy" }],
        deeds: [provision(1, "active", "available"), provision(7, "deleted", "active")],
      },
      /an undeploy that nothing allowed/,
    ],
    [
      "a removal that nothing allowed",
      { deeds: [{ ...provision(1, "", "available"), method: "DELETE", path: "/v1/nodes/n0" }] },
      /a removal that nothing allowed/,
    ],
    [
      "power of an installed machine",
      { deeds: [{ ...provision(1, "power off", "active"), path: "/v1/nodes/n0/states/power" }] },
      /power of a machine/,
    ],
  ])("%s", (_what, account, expected) => {
    expect(verdict(account).join("\n")).toMatch(expected);
  });

  it("a refused request is none", () => {
    expect(verdict({ deeds: [provision(1, "active", "available", 409)] })).toEqual([]);
  });

  it("a host that stirs though nobody asked", () => {
    const power: LedgerEntry = { at: at(5), host: "node-1", kind: "power", reason: "power off" };
    const account = {
      deeds: [provision(4, "active", "available")],
      ledger: [power, { ...power, host: "node-0" }],
      allowances: [],
    };
    expect(stirrings(account, HOSTS, at(3))).toEqual([expect.stringContaining("node-1: nobody asked for anything")]);
    expect(stirrings(account, HOSTS, at(6))).toEqual([]);
  });
});
