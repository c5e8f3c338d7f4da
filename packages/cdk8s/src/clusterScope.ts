import { type ApiObject, JsonPatch } from "cdk8s";

/** Kinds without a namespace. */
const KINDS = /^(?:Namespace|CustomResourceDefinition|Cluster.*|.*WebhookConfiguration|ValidatingAdmission.*)$/;

/** Keeps a chart's default namespace out of an object that has none. */
export function keepClusterScope(object: ApiObject): void {
  if (object.chart.namespace !== undefined && KINDS.test(object.kind)) {
    object.addJsonPatch(JsonPatch.remove("/metadata/namespace"));
  }
}
