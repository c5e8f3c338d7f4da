/** Algorithm of an image's checksum. */
export type ChecksumAlgorithm = "sha256" | "sha512" | "md5";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Lower-case hexadecimal digits. */
  readonly value: string;
}

/** Format of an image file; Ironic's names. */
export type ImageFormat = "raw" | "qcow2";

/** What is written to a machine's root disk. Its identity is the checksum; the URL only says where to fetch it. */
export interface InstanceImageSpec {
  readonly kind: "instance-image";
  readonly url: string;
  readonly checksum: Checksum;
  readonly format: ImageFormat;
}
