import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { publicPackages } from "../publicPackages.mjs";
import { root } from "../setup/root.mjs";
import { repository, site } from "./addresses.mjs";
import { linksOf } from "./links.mjs";

it("packages share one version: changesets are told all of them", () => {
  const { fixed } = JSON.parse(readFileSync(join(root, ".changeset", "config.json"), "utf8"));
  const versions = new Set(publicPackages().map(({ manifest }) => manifest.version));
  const names = publicPackages().map(({ manifest }) => manifest.name);
  expect(fixed.map((group) => group.toSorted())).toEqual([names.toSorted()]);
  expect(versions.size).toBe(1);
});

it("no package is another one's peer within one minor: changesets would take the next minor for a major", () => {
  const peers = publicPackages().flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  const own = peers.filter(([name]) => name === "ironworks" || name.startsWith("@ironworks/"));
  expect(own.filter(([, range]) => !/^>=\S+ <\S+$/.test(range))).toEqual([]);
});

describe.each(publicPackages().map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest })))(
  "$name",
  ({ name, folder, manifest }) => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");

    it("says where it comes from", () => {
      expect(manifest).toMatchObject({
        homepage: `${site}/`,
        repository: { type: "git", url: `git+${repository}.git`, directory: relative(root, folder) },
        bugs: { url: `${repository}/issues` },
        license: "Apache-2.0",
      });
      expect(manifest.description).toMatch(/^[A-Z].*\.$/);
    });

    it("has a README whose links work from npm", () => {
      expect(linksOf(readme).filter((address) => !/^(https:|#)/.test(address))).toEqual([]);
      expect(linksOf(readme).some((address) => address.startsWith(`${site}/`))).toBe(true);
    });

    it("has a README with how to install it, and code", () => {
      expect(readme).toMatch(new RegExp(`\\$ npm install (--save-dev )?(\\S+ )*${name}( |\\n)`));
      expect(readme).toMatch(/^```(ts|console)$/m);
    });

    it("runs nothing when it is installed", () => {
      expect(Object.keys(manifest.scripts ?? {})).toEqual([]);
    });
  },
);
