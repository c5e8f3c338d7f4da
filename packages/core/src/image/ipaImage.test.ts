import fc from "fast-check";
import { expect, it } from "vitest";
import { InstanceImage } from "./instanceImage.js";
import { IpaImage, validateIpaImage, validateRamdisk } from "./ipaImage.js";

const iso = IpaImage.iso("http://images.example/ipa.iso");
const parts = IpaImage.kernelInitramfs({
  kernel: "file:///shared/html/images/ipa.kernel",
  initramfs: "file:///shared/html/images/ipa.initramfs",
});

function said(image: unknown): string {
  return validateIpaImage(image)
    .map(({ severity, field, message, remedy }) => `${severity} ${field} ${message} ${remedy ?? ""}`)
    .join("\n");
}

it("plain frozen data", () => {
  expect(iso).toEqual({ kind: "ipa-image", media: "iso", iso: "http://images.example/ipa.iso" });
  expect(parts).toEqual({
    kind: "ipa-image",
    media: "kernel-initramfs",
    kernel: "file:///shared/html/images/ipa.kernel",
    initramfs: "file:///shared/html/images/ipa.initramfs",
  });
  expect(Object.isFrozen(iso) && Object.isFrozen(parts)).toBe(true);
  expect(said(iso) + said(parts)).toBe("");
});

it.each<[unknown, RegExp]>([
  [undefined, /ramdisk is not a deploy ramdisk/],
  [{ kind: "ipa-image", media: "floppy" }, /is not a deploy ramdisk/],
  [InstanceImage.url("http://images.example/a.raw", { checksum: "" }), /is an instance image/],
  [IpaImage.iso("http://images.example/debian.qcow2"), /ramdisk.iso names a disk image/],
  [IpaImage.iso("http://images.example/ipa.kernel"), /warning ramdisk.iso does not look like an ISO/],
  [IpaImage.iso("http://u:S3cret@images.example/ipa.iso"), /ramdisk.iso holds a user name or password/],
  [IpaImage.iso("ftp://images.example/ipa.iso"), /scheme `ftp`/],
  [IpaImage.kernelInitramfs({ kernel: "", initramfs: "x" }), /ramdisk.kernel is missing.*\n.*initramfs is not a URL/],
  [IpaImage.kernelInitramfs({ kernel: "http://h/a", initramfs: "http://h/a" }), /same file/],
  [IpaImage.kernelInitramfs({ kernel: "http://h/a.initramfs", initramfs: "http://h/a.kernel" }), /exchange/],
  [IpaImage.kernelInitramfs(undefined as never), /kernel is missing/],
])("%j", (image, words) => {
  expect(said(image)).toMatch(words);
  expect(said(image)).not.toContain("S3cret");
});

it("nothing makes it throw", () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom("iso", "kernel-initramfs"), (anything, media) => {
      validateIpaImage(anything);
      validateIpaImage({ kind: "ipa-image", media, iso: anything, kernel: anything, initramfs: anything });
    }),
  );
});

it("an ISO does not come over the network", () => {
  expect(validateRamdisk("redfish-virtualmedia", iso)).toEqual([]);
  expect(validateRamdisk("redfish-uefihttp", iso)).toEqual([]);
  expect(validateRamdisk("redfish", parts)).toEqual([]);
  expect(validateRamdisk("redfish", iso)[0]?.message).toMatch(/boots over the network/);
  expect(validateRamdisk("ipmi", iso)).toHaveLength(1);
});
