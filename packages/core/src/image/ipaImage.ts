/** The deploy ramdisk that an endpoint boots: a kernel with an initramfs, or an ISO for virtual media. */
export type IpaImageSpec =
  | {
      readonly kind: "ipa-image";
      readonly media: "kernel-initramfs";
      readonly kernel: string;
      readonly initramfs: string;
    }
  | { readonly kind: "ipa-image"; readonly media: "iso"; readonly iso: string };
