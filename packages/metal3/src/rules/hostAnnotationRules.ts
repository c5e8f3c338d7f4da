import type { Metal3KindName } from "../kinds/generated/registry.gen.js";
import { decodingFault, type GoShape, readJson, readWholeJson } from "./goJson.js";
import { hardwareShape, hostStatusShape } from "./goShapes.js";
import { contradictsAnnotation, INSPECT_ANNOTATION, inspectionDisabled } from "./hostInspection.js";
import { annotationOf, annotationsOf, at, type Manifest, mapOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

export const STATUS_ANNOTATION = "baremetalhost.metal3.io/status";
export const HARDWARE_ANNOTATION = "inspect.metal3.io/hardwaredetails";
export const REBOOT_ANNOTATION = "reboot.metal3.io";

/** Narrower than what the operator itself writes: `servicing` and two error types are missing upstream. */
const OPERATIONAL_STATUS = ["", "OK", "discovered", "error", "delayed", "detached"];
const ERROR_TYPES = [
  "",
  "provisioned registration error",
  "registration error",
  "inspection error",
  "preparation error",
  "provisioning error",
  "power management error",
];
const REBOOT_MODES = ["", "hard", "soft"];
const REBOOT_ARGUMENTS: GoShape = {
  type: "object",
  properties: { mode: { type: "string" }, force: { type: "boolean" } },
};

function annotationField(key: string): string {
  return at("metadata.annotations", key);
}

/** The status in the annotation; undefined when it cannot be decoded, then with the reason. */
function statusOf(text: string, shape: GoShape): { readonly fault?: string; readonly get: (name: string) => string } {
  const node = readJson(text);
  const fault = node.ok ? decodingFault(node.value, shape, true) : node.error;
  const get = (name: string): string => {
    if (!node.ok || node.value.type !== "object") {
      return "";
    }
    const [, value] = node.value.entries.findLast(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
    return value?.type === "string" ? value.value : "";
  };
  return fault === undefined ? { get } : { fault, get };
}

function* rebootAnnotations(object: Manifest): Iterable<readonly [key: string, text: string]> {
  for (const [key, text] of annotationsOf(object)) {
    if (text !== "" && (key === REBOOT_ANNOTATION || key.startsWith(`${REBOOT_ANNOTATION}/`))) {
      yield [key, text];
    }
  }
}

function rebootFault(text: string): string | undefined {
  const node = readWholeJson(text);
  return node.ok ? decodingFault(node.value, REBOOT_ARGUMENTS, false) : node.error;
}

function rebootMode(text: string): string {
  const value: unknown = JSON.parse(text);
  const [, mode] = Object.entries(mapOf(value)).findLast(([key]) => key.toLowerCase() === "mode") ?? [];
  return textOf(mode);
}

/** The rules of the reboot annotation, which hosts and claims share. */
export function rebootRules(kind: Metal3KindName, prefix: string, since: Rule["since"]): readonly Rule[] {
  return [
    {
      id: `${prefix}-reboot-annotation-unreadable`,
      kind,
      by: "webhook",
      on: ["create", "update"],
      severity: "error",
      since,
      message: "The reboot annotation is not the JSON object that it must be.",
      remedy: 'Write `{"mode": "hard"}` or `{"mode": "soft"}`, or leave the value empty.',
      *check({ object }): Iterable<Finding> {
        for (const [key, text] of rebootAnnotations(object)) {
          const fault = rebootFault(text);
          if (fault !== undefined) {
            yield { field: annotationField(key), message: `The reboot annotation: ${fault}.` };
          }
        }
      },
    },
    {
      id: `${prefix}-reboot-annotation-mode`,
      kind,
      by: "webhook",
      on: ["create", "update"],
      severity: "error",
      since,
      message: "The reboot annotation has an unknown `mode`.",
      remedy: "Use `hard` or `soft`, or leave `mode` out.",
      *check({ object }): Iterable<Finding> {
        for (const [key, text] of rebootAnnotations(object)) {
          if (rebootFault(text) === undefined && !REBOOT_MODES.includes(rebootMode(text))) {
            yield { field: annotationField(key) };
          }
        }
      },
    },
  ];
}

/** What the webhook asks of a host's annotations. The detached annotation is never looked at. */
export const HOST_ANNOTATION_RULES: readonly Rule[] = [
  {
    id: "host-status-annotation-unreadable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.4",
    message: "The status annotation is not a host's status as JSON.",
    remedy: "Copy `status` of the host unchanged, as JSON, or leave the annotation out.",
    *check({ object, release }): Iterable<Finding> {
      const text = annotationOf(object, STATUS_ANNOTATION);
      if (text === "") {
        return;
      }
      const { fault } = statusOf(text, hostStatusShape(release));
      if (fault !== undefined) {
        yield { field: annotationField(STATUS_ANNOTATION), message: `The status annotation: ${fault}.` };
      }
    },
  },
  {
    id: "host-status-annotation-operational-status",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.4",
    message: "The status annotation has an `operationalStatus` that the webhook does not take.",
    remedy: `Use one of ${OPERATIONAL_STATUS.filter(Boolean).join(", ")}; the operator's own \`servicing\` is refused too.`,
    *check({ object, release }): Iterable<Finding> {
      const text = annotationOf(object, STATUS_ANNOTATION);
      if (text === "") {
        return;
      }
      const { fault, get } = statusOf(text, hostStatusShape(release));
      if (fault === undefined && !OPERATIONAL_STATUS.includes(get("operationalStatus"))) {
        yield { field: annotationField(STATUS_ANNOTATION) };
      }
    },
  },
  {
    id: "host-status-annotation-error-type",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.4",
    message: "The status annotation has an `errorType` that the webhook does not take.",
    remedy: `Use one of ${ERROR_TYPES.filter(Boolean).join(", ")}; the operator's own \`servicing error\` and \`detach error\` are refused too.`,
    *check({ object, release }): Iterable<Finding> {
      const text = annotationOf(object, STATUS_ANNOTATION);
      if (text === "") {
        return;
      }
      const { fault, get } = statusOf(text, hostStatusShape(release));
      // The webhook stops at the first of the two.
      const earlier = !OPERATIONAL_STATUS.includes(get("operationalStatus"));
      if (fault === undefined && !earlier && !ERROR_TYPES.includes(get("errorType"))) {
        yield { field: annotationField(STATUS_ANNOTATION) };
      }
    },
  },
  ...rebootRules("BareMetalHost", "host", "v0.4"),
  {
    id: "host-inspect-annotation-value",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.4",
    message: "The annotation `inspect.metal3.io` has an unknown value.",
    remedy: "Use `disabled`, or an empty value to inspect once more.",
    *check({ object }): Iterable<Finding> {
      if (!["", "disabled"].includes(annotationOf(object, INSPECT_ANNOTATION))) {
        yield { field: annotationField(INSPECT_ANNOTATION) };
      }
    },
  },
  {
    id: "host-hardware-annotation-needs-no-inspection",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.4",
    message: "Hardware details are given although the host is to be inspected.",
    remedy: "Set `spec.inspectionMode: disabled` (before v0.12: the annotation `inspect.metal3.io: disabled`).",
    *check({ object }): Iterable<Finding> {
      if (annotationOf(object, HARDWARE_ANNOTATION) !== "" && !inspectionDisabled(object)) {
        yield { field: annotationField(HARDWARE_ANNOTATION) };
      }
    },
  },
  {
    id: "host-hardware-annotation-unreadable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.4",
    message: "The annotation with hardware details is not the JSON object that it must be.",
    remedy: "Write the `spec.hardware` of a HardwareData object, as JSON.",
    *check({ object, release }): Iterable<Finding> {
      const text = annotationOf(object, HARDWARE_ANNOTATION);
      if (text === "" || !inspectionDisabled(object)) {
        return;
      }
      const node = readJson(text);
      const fault = node.ok ? decodingFault(node.value, hardwareShape(release), true) : node.error;
      if (fault !== undefined) {
        yield { field: annotationField(HARDWARE_ANNOTATION), message: `The hardware details: ${fault}.` };
      }
    },
  },
  {
    id: "host-inspection-contradiction",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.12",
    message: "The annotation `inspect.metal3.io` and the field `inspectionMode` contradict each other.",
    remedy: "Remove the annotation.",
    *check({ object }): Iterable<Finding> {
      if (contradictsAnnotation(object)) {
        yield { field: "spec.inspectionMode" };
      }
    },
  },
];
