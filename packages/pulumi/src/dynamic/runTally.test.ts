import { type FailureClass, OperationError } from "@ironworks/core";
import { beforeEach, expect, it } from "vitest";
import { openEngineChannel } from "./engineChannel.js";
import type { EngineLine } from "./engineLine.js";
import { RunTally } from "./runTally.js";

let lines: EngineLine[];
let tally: RunTally;
let cancel: () => void;

beforeEach(() => {
  lines = [];
  const channel = openEngineChannel({
    send: (line) => Promise.resolve(void lines.push(line)),
    onGone: () => undefined,
    onCancel: (callback) => {
      cancel = callback;
    },
  });
  tally = new RunTally(channel);
});

const failing = (failureClass: FailureClass) => () => {
  const failure = {
    subject: "x",
    phase: "deploy",
    failureClass,
    detail: "no",
    remedy: "look",
    disksTouched: [],
  } as const;
  return Promise.reject(new Error("as the engine sees it", { cause: new OperationError(failure) }));
};
const end = async (): Promise<readonly string[]> => {
  cancel();
  await tally.channel.flush();
  return lines.map(({ message, ephemeral, urn }) => `${ephemeral || urn ? "not one at the stack: " : ""}${message}`);
};

it("says at the end of a run what became of its resources, in one line at the stack", async () => {
  for (const urn of ["a", "b", "c", "d", "e"]) {
    tally.expect(urn);
  }
  await tally.count("a", "BareMetalHost", "create", async () => "id");
  await tally.count("b", "ProvisionedMachine", "create", async () => "id");
  await tally.count("c", "ProvisionedMachine", "create", async () => "id");
  await tally.count("d", "ProvisionedMachine", "create", failing("image")).catch(() => undefined);
  expect(await end()).toEqual(["1 registered · 2 installed · 1 failed (image) · 1 waiting"]);
});

it("after a ^C waits for what was under way, and counts it as stopped", async () => {
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const under = tally.count("a", "ProvisionedMachine", "create", () => stopped.then(failing("cancelled")));
  expect(await end()).toEqual([]);
  stop();
  await under.catch(() => undefined);
  expect(await end()).toEqual(["1 stopped"]);
});

it("says nothing of a run that did nothing, as every preview", async () => {
  tally.expect("a");
  expect(await end()).toEqual([]);
});
