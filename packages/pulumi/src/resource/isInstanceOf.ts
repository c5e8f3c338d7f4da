import * as pulumi from "@pulumi/pulumi";

/** Whether a value is a resource of this type, made by any copy of this package. */
export function isInstanceOf(value: unknown, type: string): value is pulumi.Resource {
  return pulumi.Resource.isInstance(value) && (value as { readonly __pulumiType?: unknown }).__pulumiType === type;
}
