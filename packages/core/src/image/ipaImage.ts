import { type BmcScheme, bmcDriver } from "../host/bmcDrivers.js";
import { errorAt, type Problem, warningAt } from "../problem.js";
import { fileNameOf, validateImageUrl } from "./imageUrl.js";

/**
 * The deploy ramdisk (Ironic Python Agent) that hosts boot to be inspected and installed: a kernel with an initramfs, or an
 * ISO. Not what a machine runs: that is an `InstanceImage`.
 */
export type IpaImage =
  | {
      /** Distinguishes it from an instance image. */
      readonly kind: "ipa-image";
      /** A kernel and its initramfs: for booting over the network, and for virtual media where Ironic makes the ISO. */
      readonly media: "kernel-initramfs";
      /** URL of the kernel: `http`, `https`, or `file` for a file of Ironic's conductor. */
      readonly kernel: string;
      /** URL of the initramfs; likewise. */
      readonly initramfs: string;
    }
  | {
      /** Distinguishes it from an instance image. */
      readonly kind: "ipa-image";
      /** An ISO, for BMCs with virtual media or UEFI HTTP boot. */
      readonly media: "iso";
      /** URL of the ISO: `http`, `https`, or `file` for a file of Ironic's conductor. */
      readonly iso: string;
    };

/** Makes deploy ramdisks. Never throws: what is wrong with one is found with all else that is wrong in a program. */
export const IpaImage: {
  /**
   * An ISO, for BMCs with virtual media or UEFI HTTP boot.
   *
   * @example
   * ```ts
   * IpaImage.iso("http://10.0.20.99:6180/images/ipa.iso");
   * ```
   */
  iso(url: string): IpaImage;
  /**
   * A kernel and its initramfs: for booting over the network, and for virtual media where Ironic makes the ISO.
   *
   * @example
   * ```ts
   * IpaImage.kernelInitramfs({ kernel: "http://…/ipa.kernel", initramfs: "http://…/ipa.initramfs" });
   * ```
   */
  kernelInitramfs(parts: { readonly kernel: string; readonly initramfs: string }): IpaImage;
} = Object.freeze({
  iso(url: string): IpaImage {
    return Object.freeze({ kind: "ipa-image", media: "iso", iso: url });
  },
  kernelInitramfs(parts: { readonly kernel: string; readonly initramfs: string }): IpaImage {
    return Object.freeze({
      kind: "ipa-image",
      media: "kernel-initramfs",
      kernel: parts?.kernel,
      initramfs: parts?.initramfs,
    });
  },
});

/** `file://` is read by the conductor, from the folders that its configuration allows. */
const SCHEMES = ["http", "https", "file"] as const;

/** What is wrong with a deploy ramdisk. `field` is where the program holds it. */
export function validateIpaImage(image: unknown, field = "ramdisk"): readonly Problem[] {
  const spec = (image ?? {}) as IpaImage;
  if (spec.kind !== "ipa-image" || (spec.media !== "iso" && spec.media !== "kernel-initramfs")) {
    const instance = (spec.kind as unknown) === "instance-image";
    return [
      errorAt(
        field,
        instance ? "is an instance image, not a deploy ramdisk." : "is not a deploy ramdisk.",
        "write `IpaImage.iso(…)` or `IpaImage.kernelInitramfs({ kernel, initramfs })`",
      ),
    ];
  }
  if (spec.media === "iso") {
    return [
      ...validateImageUrl(spec.iso, `${field}.iso`, SCHEMES),
      ...wrongFile(spec.iso, `${field}.iso`, /\.iso$/, "an ISO"),
    ];
  }
  const problems = [
    ...validateImageUrl(spec.kernel, `${field}.kernel`, SCHEMES),
    ...validateImageUrl(spec.initramfs, `${field}.initramfs`, SCHEMES),
  ];
  if (problems.length > 0) {
    return problems;
  }
  if (spec.kernel === spec.initramfs) {
    return [errorAt(`${field}.initramfs`, "is the same file as the kernel.", "name the two files of the ramdisk")];
  }
  if (isInitramfs(spec.kernel) && !isInitramfs(spec.initramfs)) {
    return [errorAt(`${field}.kernel`, "names an initramfs.", "exchange `kernel` and `initramfs`")];
  }
  return [];
}

function isInitramfs(url: string): boolean {
  return /initr(?:amfs|d)/.test(fileNameOf(url));
}

function wrongFile(url: unknown, field: string, expected: RegExp, kind: string): readonly Problem[] {
  const name = typeof url === "string" ? fileNameOf(url) : "";
  if (/\.(?:qcow2?|raw)$/.test(name)) {
    return [errorAt(field, "names a disk image, not a deploy ramdisk.", "what a machine runs is an `InstanceImage`")];
  }
  return name === "" || expected.test(name) ? [] : [warningAt(field, `does not look like ${kind}.`)];
}

/** Can a BMC of this scheme boot the ramdisk? An ISO cannot come over PXE. */
export function validateRamdisk(scheme: BmcScheme, image: IpaImage, field = "ramdisk"): readonly Problem[] {
  if (image.media !== "iso" || bmcDriver(scheme).boots !== "network") {
    return [];
  }
  return [
    errorAt(
      field,
      `is an ISO, and a host with \`${scheme}://\` boots over the network.`,
      "use `IpaImage.kernelInitramfs({ … })`, or an address with virtual media",
    ),
  ];
}
