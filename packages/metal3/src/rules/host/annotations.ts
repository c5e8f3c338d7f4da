import { fieldPath, objectOf } from "@ironworks/core/json";
import type { Metal3KindName } from "../../kinds/generated/registry.gen.js";
import { HOST_ANNOTATIONS } from "../../kinds/hostAnnotations.js";
import { decodingFault, type GoShape, readJson, readWholeJson } from "../go/json.js";
import { hardwareShape, hostStatusShape } from "../go/shapes.js";
import { annotationOf, annotationsOf, goText, type Manifest } from "../manifest.js";
import type { AdmissionRequest, Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { contradictsAnnotation, inspectionDisabled } from "./inspection.js";

const {
  status: STATUS,
  hardwareDetails: HARDWARE,
  reboot: REBOOT,
  inspect: INSPECT,
  detached: DETACHED,
} = HOST_ANNOTATIONS;

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
const DELETE_ACTIONS = ["", "delay", "delete"];
const DETACHED_ARGUMENTS: GoShape = {
  type: "object",
  properties: { deleteAction: { type: "string" }, force: { type: "boolean" } },
};

function annotationField(key: string): string {
  return fieldPath("metadata.annotations", key);
}

interface StatusText {
  /** Why the status cannot be decoded. */
  readonly fault?: string | undefined;
  readonly operationalStatus: string;
  readonly errorType: string;
}

/** What the status annotation says; undefined when there is none. */
function statusOf({ object, release }: AdmissionRequest): StatusText | undefined {
  const text = annotationOf(object, STATUS);
  if (text === "") {
    return undefined;
  }
  const node = readJson(text);
  const textAt = (name: string): string => {
    if (!node.ok || node.value.type !== "object") {
      return "";
    }
    const [, value] = node.value.entries.findLast(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
    return value?.type === "string" ? value.value : "";
  };
  return {
    fault: node.ok ? decodingFault(node.value, hostStatusShape(release), true) : node.error,
    operationalStatus: textAt("operationalStatus"),
    errorType: textAt("errorType"),
  };
}

function hasUnknownOperationalStatus(request: AdmissionRequest): boolean {
  const status = statusOf(request);
  return status !== undefined && status.fault === undefined && !OPERATIONAL_STATUS.includes(status.operationalStatus);
}

/** The webhook looks at the type of the error only where the operational status is right. */
function hasUnknownErrorType(request: AdmissionRequest): boolean {
  const status = statusOf(request);
  if (status === undefined || status.fault !== undefined || hasUnknownOperationalStatus(request)) {
    return false;
  }
  return !ERROR_TYPES.includes(status.errorType);
}

function* rebootAnnotations(object: Manifest): Iterable<readonly [key: string, text: string]> {
  for (const [key, text] of annotationsOf(object)) {
    if (text !== "" && (key === REBOOT || key.startsWith(`${REBOOT}/`))) {
      yield [key, text];
    }
  }
}

function rebootFault(text: string): string | undefined {
  const node = readWholeJson(text);
  return node.ok ? decodingFault(node.value, REBOOT_ARGUMENTS, false) : node.error;
}

function rebootMode(text: string): string {
  const [, mode] = Object.entries(objectOf(JSON.parse(text))).findLast(([key]) => key.toLowerCase() === "mode") ?? [];
  return goText(mode);
}

/** The rules of the reboot annotation, which hosts and claims share. */
export function rebootRules(kind: Metal3KindName, prefix: string, since: Rule["since"]): readonly Rule[] {
  return rulesOf({ kind, by: "webhook", on: ["create", "update"], severity: "error", since }, [
    {
      id: `${prefix}-reboot-annotation-unreadable`,
      field: annotationField(REBOOT),
      message: "is not a JSON object with `mode` and `force`.",
      remedy: 'write `{"mode": "hard"}` or `{"mode": "soft"}`, or leave the value empty',
      *check({ object }): Iterable<Finding> {
        for (const [key, text] of rebootAnnotations(object)) {
          const fault = rebootFault(text);
          if (fault !== undefined) {
            yield { field: annotationField(key), message: `${fault}.` };
          }
        }
      },
    },
    {
      id: `${prefix}-reboot-annotation-mode`,
      field: annotationField(REBOOT),
      message: "has an unknown `mode`.",
      remedy: "use `hard` or `soft`, or leave `mode` out",
      *check({ object }): Iterable<Finding> {
        for (const [key, text] of rebootAnnotations(object)) {
          if (rebootFault(text) === undefined && !REBOOT_MODES.includes(rebootMode(text))) {
            yield { field: annotationField(key) };
          }
        }
      },
    },
  ]);
}

/** Why the hardware details cannot be decoded. The webhook reads them only where there is no inspection. */
function hardwareFault({ object, release }: AdmissionRequest): string | undefined {
  const text = annotationOf(object, HARDWARE);
  if (text === "" || !inspectionDisabled(object)) {
    return undefined;
  }
  const node = readJson(text);
  return node.ok ? decodingFault(node.value, hardwareShape(release), true) : node.error;
}

function isWithoutEffect(detached: string): boolean {
  if (detached === "") {
    return false;
  }
  const node = readWholeJson(detached);
  const readable = node.ok && decodingFault(node.value, DETACHED_ARGUMENTS, false) === undefined;
  return !readable || !DELETE_ACTIONS.includes(goText(objectOf(JSON.parse(detached)).deleteAction));
}

function sentence(fault: string | undefined): string | undefined {
  return fault && `${fault}.`;
}

/** What is asked of a host's annotations. The webhook never looks at the detached annotation. */
export const HOST_ANNOTATION_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.4" }, [
    {
      id: "host-status-annotation-unreadable",
      field: annotationField(STATUS),
      message: "is not a host's status as JSON.",
      remedy: "copy `status` of the host unchanged, as JSON, or leave the annotation out",
      fault: (request) => sentence(statusOf(request)?.fault),
    },
    {
      id: "host-status-annotation-operational-status",
      field: annotationField(STATUS),
      message: "has an `operationalStatus` that the webhook does not take.",
      remedy: `use one of ${OPERATIONAL_STATUS.filter(Boolean).join(", ")}; the operator's own \`servicing\` is refused too`,
      fault: hasUnknownOperationalStatus,
    },
    {
      id: "host-status-annotation-error-type",
      field: annotationField(STATUS),
      message: "has an `errorType` that the webhook does not take.",
      remedy: `use one of ${ERROR_TYPES.filter(Boolean).join(", ")}; the operator's own \`servicing error\` and \`detach error\` are refused too`,
      fault: hasUnknownErrorType,
    },
  ]),
  ...rebootRules("BareMetalHost", "host", "v0.4"),
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.4" }, [
    {
      id: "host-inspect-annotation-value",
      field: annotationField(INSPECT),
      message: "is neither `disabled` nor empty.",
      remedy: "use `disabled`, or an empty value to inspect once more",
      fault: ({ object }) => !["", "disabled"].includes(annotationOf(object, INSPECT)),
    },
    {
      id: "host-hardware-annotation-needs-no-inspection",
      field: annotationField(HARDWARE),
      message: "is set, but the host is to be inspected.",
      remedy: `set \`spec.inspectionMode: disabled\` (before v0.12: the annotation \`${INSPECT}: disabled\`)`,
      fault: ({ object }) => annotationOf(object, HARDWARE) !== "" && !inspectionDisabled(object),
    },
    {
      id: "host-hardware-annotation-unreadable",
      field: annotationField(HARDWARE),
      message: "is not the `spec.hardware` of a HardwareData object as JSON.",
      remedy: "write the `spec.hardware` of a HardwareData object, as JSON",
      fault: (request) => sentence(hardwareFault(request)),
    },
    {
      id: "host-inspection-contradiction",
      since: "v0.12",
      field: "spec.inspectionMode",
      message: `contradicts the annotation \`${INSPECT}\`.`,
      remedy: "remove the annotation",
      fault: ({ object }) => contradictsAnnotation(object),
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "host-detached-annotation",
      field: annotationField(DETACHED),
      message: "is not the JSON object that the operator reads, so what it asks for has no effect.",
      remedy: 'leave the value empty, or write `{"deleteAction": "delay"}` or `{"deleteAction": "delete"}`',
      fault: ({ object }) => isWithoutEffect(annotationOf(object, DETACHED)),
    },
  ]),
];
