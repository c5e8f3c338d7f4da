import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEPLOY_LETTERS, formatDeployFlags, NO_FLAGS } from "../releases/deployFlags.js";
import { parseDeployFlags } from "./parseDeployFlags.js";

describe("parseDeployFlags", () => {
  it("reads letters apart and together", () => {
    const wanted = { ...NO_FLAGS, operator: true, ironic: true, authentication: false };
    for (const text of ["-b -i -n", "-bin", " -n  -ib "]) {
      expect(parseDeployFlags(text)).toEqual({ flags: wanted, problems: [] });
    }
    expect(parseDeployFlags("").flags).toEqual(NO_FLAGS);
  });

  it("names every word and letter that deploy.sh does not know", () => {
    const { problems } = parseDeployFlags("-bx true --tls -q");
    expect(problems.map(({ message }) => message.match(/`([^`]+)`/)?.[1])).toEqual(["-x", "true", "--tls", "-q"]);
  });

  it("reads what it writes", () => {
    const letters = fc.subarray(Object.keys(DEPLOY_LETTERS));
    fc.assert(
      fc.property(letters, (chosen) => {
        const { flags } = parseDeployFlags(chosen.map((letter) => `-${letter}`).join(" "));
        expect(parseDeployFlags(formatDeployFlags(flags)).flags).toEqual(flags);
      }),
    );
  });
});
