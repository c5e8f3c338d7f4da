import type { IpaImage } from "@ironworks/core";

/** An endpoint as a resource stores it: name and address, and credentials only where the program gave them as inputs. */
export interface RouteInputs {
  readonly kind: "ironic";
  readonly name: string;
  readonly endpoint: string;
  readonly ramdisk?: IpaImage | undefined;
  readonly caFile?: string | undefined;
  readonly caPem?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}
