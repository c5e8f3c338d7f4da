import type { MachinePlan } from "./changePolicy.js";

/** Plans that can write to a disk. */
export type WritingPlan = Extract<MachinePlan["kind"], "first-install" | "reinstall" | "may-reinstall">;

/** How their sentences begin. */
const BEGINNINGS: Readonly<Record<WritingPlan, string>> = {
  "first-install": "will write `image` to ",
  reinstall: "will erase ",
  "may-reinstall": "may erase ",
};

/** Which plan a sentence of a preview is of; undefined for one that writes nothing. */
export function writesSaidBy(sentence: string): WritingPlan | undefined {
  const kinds = Object.keys(BEGINNINGS) as WritingPlan[];
  return kinds.find((kind) => sentence.startsWith(BEGINNINGS[kind]));
}
