import { FakeClock } from "@ironworks/driver/testing";
import { describe, expect, it } from "vitest";
import { IRONIC_ERROR_CODES, IronicError, type IronicErrorCode } from "./ironicError.js";
import { retrying, retryReason } from "./retry.js";

const failing = (code: IronicErrorCode): IronicError => new IronicError(code, { message: code, remedy: "none" });
const patience = { unreachableSeconds: 60, busySeconds: 300 };

describe("what may be repeated", () => {
  const always = ["IRONIC_UNREACHABLE", "IRONIC_NODE_LOCKED", "IRONIC_BUSY"];
  const readsOnly = ["IRONIC_TIMEOUT", "IRONIC_CONNECTION_LOST", "IRONIC_SERVER_ERROR"];

  it.each(Object.keys(IRONIC_ERROR_CODES) as IronicErrorCode[])("%s", (code) => {
    expect(retryReason(failing(code), false) !== undefined).toBe(always.includes(code));
    expect(retryReason(failing(code), true) !== undefined).toBe(always.includes(code) || readsOnly.includes(code));
  });

  it("never a mutation whose outcome is not known", () => {
    for (const code of Object.keys(IRONIC_ERROR_CODES) as IronicErrorCode[]) {
      if (failing(code).uncertain) {
        expect(retryReason(failing(code), false), code).toBeUndefined();
      }
    }
  });

  it("never a bug", () => {
    expect(retryReason(new TypeError("x is undefined"), true)).toBeUndefined();
  });
});

describe("retrying", () => {
  it("repeats a locked node until it is free", async () => {
    const clock = new FakeClock();
    const attempts: number[] = [];
    const call = (attempt: number): Promise<string> => {
      attempts.push(clock.now());
      return attempt < 4 ? Promise.reject(failing("IRONIC_NODE_LOCKED")) : Promise.resolve("done");
    };
    const done = retrying(call, { safe: false, patience, clock, random: () => 0 });
    await clock.advance(10_000);
    await expect(done).resolves.toBe("done");
    expect(attempts).toEqual([0, 500, 1500, 3500]);
  });

  it("ends with the last error when patience does", async () => {
    const clock = new FakeClock();
    let count = 0;
    const call = (): Promise<never> => {
      count += 1;
      return Promise.reject(failing("IRONIC_UNREACHABLE"));
    };
    const done = expect(retrying(call, { safe: true, patience, clock, random: () => 0 })).rejects.toThrow(
      "IRONIC_UNREACHABLE",
    );
    await clock.advance(61_000);
    await done;
    expect(count).toBeGreaterThan(10);
    expect(clock.pending).toBe(0);
  });

  it("stops between repeats when the caller gives up", async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const call = (): Promise<never> => Promise.reject(failing("IRONIC_BUSY"));
    const done = expect(
      retrying(call, { safe: false, patience, clock, random: () => 0, signal: abort.signal }),
    ).rejects.toThrow("given up");
    await clock.advance(1);
    abort.abort(new Error("given up"));
    await done;
  });
});
