import { annotationOf, type Manifest, specOf, textOf } from "./manifest.js";

export const INSPECT_ANNOTATION = "inspect.metal3.io";

/** Whether a host is never inspected: by field (v0.12 and later) or by annotation. */
export function inspectionDisabled(host: Manifest): boolean {
  return specOf(host).inspectionMode === "disabled" || annotationOf(host, INSPECT_ANNOTATION) === "disabled";
}

/** Whether annotation and field are both set and say different things. */
export function contradictsAnnotation(host: Manifest): boolean {
  const annotation = annotationOf(host, INSPECT_ANNOTATION);
  const mode = textOf(specOf(host).inspectionMode);
  return annotation !== "" && mode !== "" && (annotation === "disabled") !== (mode === "disabled");
}
