import type { FailureClass } from "@ironworks/core";

/** In which part of Ironic's answer the text stands; `none` where Ironic failed and kept no text. */
export type SaidIn = "fault" | "last_error" | "maintenance_reason" | "none";

/** What one recorded answer is, as a person decided who knew how it was provoked. */
export type FaultLabel = readonly [experiment: string, saidIn: SaidIn, failure: string, failureClass: FailureClass];

/**
 * Written before the catalogue was made to fit, and never from its output. One label serves all releases of Ironic that the
 * experiment ran on.
 */
export const FAULT_LABELS: readonly FaultLabel[] = [
  ["bmc-wrong-password", "last_error", "bmc-credentials", "credential"],
  ["bmc-no-such-system", "last_error", "bmc-system", "config"],
  ["bmc-tls-untrusted", "last_error", "bmc-certificate", "config"],
  ["bmc-unreachable", "last_error", "bmc-unreachable", "network"],
  ["bmc-dies-later-power", "last_error", "bmc-unreachable", "network"],
  ["ipmi-wrong", "last_error", "ipmi", "network"],
  ["ipmi-dead", "last_error", "ipmi", "network"],
  ["deploy-iso-404", "last_error", "virtual-media-missing", "config"],
  ["duplicate-mac", "fault", "duplicate-mac", "ownership"],
  ["duplicate-name", "fault", "duplicate-node", "ownership"],
  ["locked-patch", "fault", "locked", "transient"],
  ["reserved-verb", "fault", "locked", "transient"],
  ["reserved-power", "fault", "locked", "transient"],
  ["reserved-delete", "fault", "locked", "transient"],
  ["patch-in-clean-wait", "fault", "in-transition", "transient"],
  ["patch-interface-in-inspect-failed", "fault", "interface-state", "config"],
  ["verb-in-clean-wait", "fault", "wrong-state", "transient"],
  ["after-clean-abort-provide", "fault", "wrong-state", "transient"],
  ["unknown-verb", "fault", "wrong-state", "transient"],
  ["delete-active", "fault", "wrong-state", "transient"],
  ["deploy-abort", "fault", "wrong-state", "transient"],
  ["maintenance-deploy", "fault", "maintenance", "ownership"],
  ["maintenance-deploy", "maintenance_reason", "maintenance", "ownership"],
  ["maintenance-mid-deploy", "maintenance_reason", "maintenance", "ownership"],
  ["retired-provide", "fault", "retired", "config"],
  ["undeploy-protected", "fault", "protected", "ownership"],
  ["too-new-microversion", "fault", "api-version", "config"],
  ["not-found", "fault", "not-found", "ownership"],
  ["rescue-unsupported-boot", "fault", "not-supported", "config"],
  ["no-image", "fault", "image-missing", "config"],
  ["no-checksum", "fault", "checksum-missing", "image"],
  ["hints-bad", "fault", "bad-hints", "config"],
  ["image-404", "last_error", "image-not-found", "image"],
  ["image-server-down", "last_error", "image-unreachable", "image"],
  ["checksum-mismatch", "last_error", "checksum-mismatch", "image"],
  ["checksum-mismatch", "none", "reason-lost", "unknown"],
  ["hints-none", "last_error", "no-root-disk", "config"],
  ["hints-none", "none", "reason-lost", "unknown"],
  ["agent-step-fails", "last_error", "disk-full", "image"],
  ["agent-step-fails", "none", "reason-lost", "unknown"],
  ["bootloader-fails", "last_error", "bootloader", "image"],
  ["agent-silent-inspect", "last_error", "inspect-timeout", "timeout"],
  ["agent-silent-inspect", "none", "reason-lost", "unknown"],
  ["agent-silent-deploy", "last_error", "deploy-timeout", "timeout"],
  ["agent-silent-clean", "last_error", "clean-timeout", "timeout"],
  ["agent-dies", "last_error", "deploy-timeout", "timeout"],
  ["agent-bad-token", "last_error", "deploy-timeout", "timeout"],
  ["clean-step-fails", "last_error", "erase-metadata", "hardware"],
  ["clean-step-fails", "maintenance_reason", "erase-metadata", "hardware"],
  ["clean-abort", "last_error", "aborted", "cancelled"],
  ["after-clean-abort-provide", "last_error", "aborted", "cancelled"],
  ["after-clean-abort-manage", "last_error", "aborted", "cancelled"],
  ["deploy-abort", "last_error", "aborted", "cancelled"],
  ["kill-deploying", "last_error", "conductor-restarted", "transient"],
  ["kill-cleaning", "last_error", "conductor-restarted", "transient"],
  ["inspection-rule-bad-args", "last_error", "inspect-rule", "config"],
  ["inspect-no-usable-nic", "last_error", "inspect-interfaces", "hardware"],
  ["inspect-redfish-missing-attribute", "last_error", "bmc-incomplete", "hardware"],
];
