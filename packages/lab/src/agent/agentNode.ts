import type { Hints } from "./hints.js";

/** The node as Ironic hands it to the agent, as far as the agent reads it. */
export interface AgentNode {
  readonly uuid?: string | undefined;
  readonly instance_info?: { readonly root_device?: Hints | undefined } | undefined;
  readonly properties?:
    | {
        readonly root_device?: Hints | undefined;
        /** Disks that must be left alone: each a set of hints. */
        readonly skip_block_devices?: readonly Hints[] | undefined;
      }
    | undefined;
}

/** `image_info` of the `write_image` step. */
export interface ImageInfo {
  readonly id?: string | undefined;
  readonly urls?: readonly string[] | undefined;
  readonly disk_format?: string | null | undefined;
  readonly checksum?: string | null | undefined;
  readonly os_hash_algo?: string | null | undefined;
  readonly os_hash_value?: string | null | undefined;
  /** Base64 of a gzipped ISO, or a URL of that. */
  readonly configdrive?: string | null | undefined;
}
