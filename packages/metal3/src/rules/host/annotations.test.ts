import { HOST_ANNOTATIONS } from "../../kinds/hostAnnotations.js";
import { describeRules } from "../testing/describeRules.js";
import { annotated, hostAt, IPMI, LEGACY, V12, V14 } from "../testing/ruleCase.js";
import { HOST_ANNOTATION_RULES } from "./annotations.js";

const { status: STATUS, hardwareDetails: HARDWARE, detached: DETACHED } = HOST_ANNOTATIONS;

describeRules(HOST_ANNOTATION_RULES, [
  {
    rule: "host-status-annotation-unreadable",
    broken: [
      { object: annotated({ [STATUS]: '{"operationalStatus":"OK","rack":7}' }) },
      { object: annotated({ [STATUS]: "OK" }), release: V14 },
      { object: annotated({ [STATUS]: '{"errorCount":"3"}' }), release: V12 },
      { object: annotated({ [STATUS]: '{"lastUpdated":"yesterday"}' }) },
      { object: annotated({ [STATUS]: " " }) },
    ],
    kept: [
      {
        object: annotated({
          [STATUS]: '{"operationalStatus":"OK","errorCount":3,"provisioning":{"state":"x","ID":""}}',
        }),
      },
      { object: annotated({ [STATUS]: '{"OperationalStatus":"OK"} and more' }) },
      { object: annotated({ [STATUS]: "null" }) },
      { object: annotated({ [STATUS]: "" }) },
      { object: annotated({ [STATUS]: "OK" }), release: LEGACY },
    ],
  },
  {
    rule: "host-status-annotation-operational-status",
    broken: [
      { object: annotated({ [STATUS]: '{"operationalStatus":"servicing"}' }) },
      { object: annotated({ [STATUS]: '{"operationalStatus":"fine","errorType":"odd"}' }), release: V14 },
    ],
    kept: [
      { object: annotated({ [STATUS]: '{"operationalStatus":"detached"}' }) },
      { object: annotated({ [STATUS]: "{}" }) },
    ],
  },
  {
    rule: "host-status-annotation-error-type",
    broken: [
      { object: annotated({ [STATUS]: '{"operationalStatus":"error","errorType":"servicing error"}' }) },
      { object: annotated({ [STATUS]: '{"errorType":"detach error"}' }), release: V12 },
    ],
    kept: [
      { object: annotated({ [STATUS]: '{"operationalStatus":"error","errorType":"power management error"}' }) },
      { object: annotated({ [STATUS]: '{"errorType":""}' }) },
    ],
  },
  {
    rule: "host-inspect-annotation-value",
    broken: [
      { object: annotated({ "inspect.metal3.io": "false" }) },
      { object: annotated({ "inspect.metal3.io": "Disabled" }), release: V14 },
    ],
    kept: [
      { object: annotated({ "inspect.metal3.io": "disabled" }) },
      { object: annotated({ "inspect.metal3.io": "" }) },
    ],
  },
  {
    rule: "host-hardware-annotation-needs-no-inspection",
    broken: [
      { object: annotated({ [HARDWARE]: '{"hostname":"u07"}' }) },
      { object: annotated({ [HARDWARE]: "not read" }, { inspectionMode: "agent" }), release: V14 },
    ],
    kept: [
      { object: annotated({ [HARDWARE]: '{"hostname":"u07"}' }, { inspectionMode: "disabled" }) },
      { object: annotated({ [HARDWARE]: "" }) },
    ],
  },
  {
    rule: "host-hardware-annotation-unreadable",
    broken: [
      { object: annotated({ [HARDWARE]: '{"disks":[]}' }, { inspectionMode: "disabled" }) },
      {
        object: annotated({ [HARDWARE]: '{"nics":[{"pciAddress":"0000:01:00.0"}]}', "inspect.metal3.io": "disabled" }),
        release: V12,
      },
      { object: annotated({ [HARDWARE]: '{"ramMebibytes":1024.5}' }, { inspectionMode: "disabled" }) },
    ],
    kept: [
      { object: annotated({ [HARDWARE]: '{"nics":[{"pciAddress":"0000:01:00.0"}]}' }, { inspectionMode: "disabled" }) },
      { object: annotated({ [HARDWARE]: '{"CPU":{"count":8,"flags":null}}' }, { inspectionMode: "disabled" }) },
    ],
  },
  {
    rule: "host-inspection-contradiction",
    broken: [
      { object: annotated({ "inspect.metal3.io": "disabled" }, { inspectionMode: "agent" }) },
      {
        object: hostAt(IPMI, { inspectionMode: "fast" }, { annotations: { "inspect.metal3.io": "disabled" } }),
        release: V14,
      },
    ],
    kept: [
      { object: annotated({ "inspect.metal3.io": "disabled" }, { inspectionMode: "disabled" }) },
      { object: annotated({ "inspect.metal3.io": "" }, { inspectionMode: "disabled" }) },
    ],
  },
  {
    rule: "host-detached-annotation",
    broken: [
      { object: annotated({ [DETACHED]: "yes" }) },
      { object: annotated({ [DETACHED]: '{"deleteAction":"keep"}' }) },
    ],
    kept: [
      { object: annotated({ [DETACHED]: "" }) },
      { object: annotated({ [DETACHED]: '{"deleteAction":"delay","force":true}' }) },
    ],
  },
  {
    rule: "host-reboot-annotation-unreadable",
    broken: [
      { object: annotated({ "reboot.metal3.io": "hard" }) },
      { object: annotated({ "reboot.metal3.io/ops": '{"mode":"hard"} now' }) },
      { object: annotated({ "reboot.metal3.io/ops": '{"force":"yes"}' }), release: V14 },
    ],
    kept: [
      { object: annotated({ "reboot.metal3.io": '{"mode":"hard","reason":"firmware"}' }) },
      { object: annotated({ "reboot.metal3.io": "" }) },
      { object: annotated({ "reboot.metal3.io": "null" }) },
      { object: annotated({ "reboot.metal3.iox": "hard" }) },
    ],
  },
  {
    rule: "host-reboot-annotation-mode",
    broken: [
      { object: annotated({ "reboot.metal3.io": '{"mode":"cold"}' }) },
      { object: annotated({ "reboot.metal3.io/ops": '{"MODE":"Hard"}' }), release: V14 },
    ],
    kept: [
      { object: annotated({ "reboot.metal3.io": '{"mode":"soft"}' }) },
      { object: annotated({ "reboot.metal3.io": "{}" }) },
    ],
  },
]);
