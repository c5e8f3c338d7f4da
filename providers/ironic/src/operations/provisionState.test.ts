import { describe, expect, it } from "vitest";
import { PROVISION_STATES, stateFacts } from "./provisionState.js";

describe("provision states", () => {
  it("everything that ends in -ing, wait or call-back moves by itself; what is held does not", () => {
    for (const [state, { kind }] of Object.entries(PROVISION_STATES)) {
      const moving = /ing$| wait$|call-back$/.test(state);
      expect(kind, state).toBe(moving ? "moving" : / hold$/.test(state) ? "held" : "settled");
    }
  });

  it("an operating system is never in a host's way to be powered: nothing leads from such a state", () => {
    const withSystem = ["active", "deploying", "wait call-back", "deploy failed", "error", "rescue", "service failed"];
    for (const state of withSystem) {
      expect(stateFacts(state).host, state).toBe("occupied");
    }
  });

  it("an install starts from `available`, or again where Ironic itself failed it, and nowhere else", () => {
    const starting = Object.entries(PROVISION_STATES).filter(
      ([, { machine }]) => machine === "install" || machine === "again",
    );
    expect(starting.map(([state]) => state)).toEqual(["available", "deploy failed"]);
  });

  it("leaves a state that no release had yet to others", () => {
    expect(stateFacts("quiescing")).toEqual({ kind: "settled", host: "foreign", machine: "foreign" });
  });
});
