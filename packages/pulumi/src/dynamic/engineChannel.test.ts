import { afterEach, expect, it, vi } from "vitest";
import { EngineGone, openEngineChannel, RunEnded } from "./engineChannel.js";
import type { EngineConnection } from "./engineConnection.js";
import type { EngineLine } from "./engineLine.js";
import { progressLines } from "./progressLines.js";

const line = (message: string): EngineLine => ({ message, severity: "info", ephemeral: true });

function connection(): EngineConnection & { sent: EngineLine[]; die: () => void; cancel: () => void } {
  const sent: EngineLine[] = [];
  let gone = (): void => undefined;
  let cancel = (): void => undefined;
  return {
    sent,
    // The first line takes longest, so that order is kept by us and not by luck.
    send: (each) =>
      new Promise((resolve) =>
        setTimeout(() => {
          sent.push(each);
          resolve();
        }, 5 - sent.length),
      ),
    onGone: (callback) => {
      gone = callback;
    },
    die: () => gone(),
    onCancel: (callback) => {
      cancel = callback;
    },
    cancel: () => cancel(),
  };
}

afterEach(() => vi.restoreAllMocks());

it("hands lines over one by one, in order", async () => {
  const engine = connection();
  const channel = openEngineChannel(engine);
  for (const message of ["one", "two", "three"]) {
    channel.log(line(message));
  }
  await channel.flush();
  expect(engine.sent.map(({ message }) => message)).toEqual(["one", "two", "three"]);
});

it("aborts once the engine is gone, and sends nothing more", async () => {
  const engine = connection();
  const channel = openEngineChannel(engine);
  expect(channel.signal.aborted).toBe(false);
  engine.die();
  channel.log(line("late"));
  await channel.flush();
  expect(channel.signal.reason).toBeInstanceOf(EngineGone);
  expect(engine.sent).toEqual([]);
});

it("aborts when the run is cancelled, and still shows lines", async () => {
  const engine = connection();
  const channel = openEngineChannel(engine);
  let ends = 0;
  channel.onEnd(() => {
    ends += 1;
    channel.log(line("the end"));
  });
  engine.cancel();
  engine.cancel();
  await channel.flush();
  expect(channel.signal.reason).toBeInstanceOf(RunEnded);
  expect(engine.sent).toEqual([line("the end")]);
  expect(ends).toBe(1);
  // An engine may die after it has cancelled; nothing else would end the provider then.
  engine.die();
  expect(channel.gone.aborted).toBe(true);
});

it("falls back to the console without an engine, with the resource's name", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const channel = openEngineChannel(undefined);
  channel.log({
    ...line("inspect: wait"),
    urn: "urn:pulumi:dev::app::pulumi-nodejs:ironworks:BareMetalHost::node-0",
  });
  channel.log({ message: "slow", severity: "warning", ephemeral: false });
  expect(log).toHaveBeenCalledWith("node-0: inspect: wait");
  expect(error).toHaveBeenCalledWith("warning: slow");
});

it("falls back to the console where a line cannot be sent", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const channel = openEngineChannel({
    send: () => Promise.reject(new Error("no")),
    onGone: () => undefined,
    onCancel: () => undefined,
  });
  channel.log(line("kept"));
  await channel.flush();
  expect(log).toHaveBeenCalledWith("kept");
});

it("shows what goes on and how it ended in the status column, and keeps warnings", async () => {
  const engine = connection();
  const channel = openEngineChannel(engine);
  const report = progressLines(channel, "urn:x");
  report({ kind: "info", phase: "inspect", elapsedSeconds: 1, message: "inspecting 1s/~5m" });
  report({ kind: "warning", phase: "inspect", elapsedSeconds: 901, message: "still inspecting" });
  report({ kind: "summary", phase: "done", elapsedSeconds: 950, message: "available after 16m" });
  await channel.flush();
  expect(engine.sent).toEqual([
    { message: "inspecting 1s/~5m", severity: "info", ephemeral: true, urn: "urn:x" },
    { message: "still inspecting", severity: "warning", ephemeral: false, urn: "urn:x" },
    { message: "available after 16m", severity: "info", ephemeral: true, urn: "urn:x" },
  ]);
});

it("as many resources as there are may wait for the engine's end, without Node's warning of a leak", async () => {
  const { signal } = openEngineChannel(undefined);
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.name);
  process.on("warning", listen);
  for (let at = 0; at < 100; at++) {
    signal.addEventListener("abort", () => at);
  }
  // A warning comes in the next tick.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});
