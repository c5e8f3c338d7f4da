import { HOST_ANNOTATIONS } from "../../kinds/hostAnnotations.js";
import { annotationOf, goText, type Manifest, specOf } from "../manifest.js";

/** Whether a host is never inspected: by field (v0.12 and later) or by annotation. */
export function inspectionDisabled(host: Manifest): boolean {
  return specOf(host).inspectionMode === "disabled" || annotationOf(host, HOST_ANNOTATIONS.inspect) === "disabled";
}

/** Whether annotation and field are both set and say different things. */
export function contradictsAnnotation(host: Manifest): boolean {
  const annotation = annotationOf(host, HOST_ANNOTATIONS.inspect);
  const mode = goText(specOf(host).inspectionMode);
  return annotation !== "" && mode !== "" && (annotation === "disabled") !== (mode === "disabled");
}
