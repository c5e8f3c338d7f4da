import * as pulumi from "@pulumi/pulumi";
import type { Lookup } from "../route/credentials.js";

/** The stack's configuration, by whole keys such as `ironworks:owner`. */
export const stackConfig: Lookup = (key) => {
  const [namespace, ...rest] = key.split(":");
  return new pulumi.Config(namespace).get(rest.join(":"));
};
