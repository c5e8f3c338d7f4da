import { errorsAmong, IpaImage, warningsAmong } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { NO_FLAGS } from "../releases/deployFlags.js";
import { KNOWN_RELEASES } from "../releases/table.js";
import { type StackSpec, synthesiseStack } from "./stackSpec.js";
import { synthesiseUpstream } from "./synthesise.js";

const open: StackSpec = {
  profile: "upstream",
  release: "v0.13.2",
  flags: { authentication: false, tls: undefined },
  variables: { IRONIC_HOST_IP: "10.0.20.99" },
};
const fieldsOf = (spec: StackSpec): string[] => errorsAmong(synthesiseStack(spec).problems).map(({ field }) => field);

describe("a stack of profile upstream", () => {
  it("has the objects of its flags, where an undefined flag is none", () => {
    const flags = { ...NO_FLAGS, operator: true, ironic: true, authentication: false };
    expect(synthesiseStack(open).objects).toEqual(
      synthesiseUpstream({ ...open, flags, variables: open.variables ?? {} }).objects,
    );
  });

  it("is profile `upstream` unless said otherwise", () => {
    expect(synthesiseStack({ ...open, profile: "upstream" })).toEqual(synthesiseStack(open));
  });

  it("has no objects when anything is wrong", () => {
    const { objects, problems } = synthesiseStack({ ...open, profile: "hardened" as "upstream", release: "v9" });
    expect(objects).toEqual([]);
    expect(problems.map(({ field }) => field)).toEqual(["profile", "release"]);
  });

  it("takes its ramdisk once", () => {
    const ramdisk = IpaImage.kernelInitramfs({ kernel: "http://a.example/k", initramfs: "http://a.example/i" });
    expect(fieldsOf({ ...open, ramdisk })).toEqual([]);
    expect(fieldsOf({ ...open, ramdisk, settings: { DEPLOY_KERNEL_URL: "http://b.example/k" } })).toEqual([
      "settings.DEPLOY_KERNEL_URL",
    ]);
    expect(fieldsOf({ ...open, ramdisk: IpaImage.iso("ftp://a.example/ipa.iso") })).toEqual(["ramdisk.iso"]);
    const unresolved = IpaImage.kernelInitramfs({ kernel: "http://httpd:6180/k", initramfs: "http://a.example/i" });
    const warned = warningsAmong(synthesiseStack({ ...open, release: "v0.1.0", ramdisk: unresolved }).problems).map(
      ({ field }) => field,
    );
    expect(warned).toContain("ramdisk.kernel");
    expect(warned).not.toContain("settings.DEPLOY_KERNEL_URL");
  });
});

describe("Secrets that come from elsewhere", () => {
  it.each(KNOWN_RELEASES)("are asked for by name, and their content is nowhere: %s", (release) => {
    const spec: StackSpec = { ...open, release, flags: { tls: true }, secretNames: {} };
    const missing = errorsAmong(synthesiseStack(spec).problems).flatMap(({ field }) => {
      const name = /^secretNames\.(.*)$/.exec(field)?.[1];
      return name === undefined ? [] : [name];
    });
    expect(missing).toContain("ironic-credentials");
    const secretNames = Object.fromEntries(missing.map((name) => [name, `mine.${name}`]));
    const { objects, problems } = synthesiseStack({ ...spec, secretNames });
    const inConfigMap = problems.some(({ message }) => message.includes("which is not a Secret"));
    expect(objects.length === 0).toBe(inConfigMap);
    if (inConfigMap) {
      return;
    }
    expect(objects.some(({ kind }) => kind === "Secret")).toBe(false);
    const text = JSON.stringify(objects);
    for (const name of missing) {
      expect(text).toContain(`mine.${name}`);
    }
    expect(text).not.toContain("ironworks-unknown");
  });

  it("must be of this stack", () => {
    const { problems } = synthesiseStack({ ...open, secretNames: { "ironic-credentials": "mine" } });
    expect(errorsAmong(problems)).toMatchObject([
      { field: "secretNames.ironic-credentials", message: "is not a Secret of this stack." },
    ]);
  });
});
