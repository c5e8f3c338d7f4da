/** Metal3's root device hints. Strings are equal-to unless Ironic's operators are written out (`s==`, `<in>`, `<or>`, …). */
export interface RootDeviceHints {
  /** Kernel name or by-path name, e.g. `/dev/disk/by-path/…`. Kernel names move between boots. */
  readonly deviceName?: string | undefined;
  /** SCSI address, e.g. `0:0:0:0`. */
  readonly hctl?: string | undefined;
  /** Contained in the model. */
  readonly model?: string | undefined;
  /** Contained in the vendor. */
  readonly vendor?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** Smallest size, GiB. */
  readonly minSizeGigabytes?: number | undefined;
  readonly wwn?: string | undefined;
  readonly wwnWithExtension?: string | undefined;
  readonly wwnVendorExtension?: string | undefined;
  readonly rotational?: boolean | undefined;
}
