import { HOST_ANNOTATIONS } from "../kinds/hostAnnotations.js";
import type { PolicyRule, PolicySpec } from "./admissionPolicy.js";
import { APPROVE_ANNOTATION, type GuardedField } from "./approval.js";

const OLD_STATE = "oldObject.?status.provisioning.state.orValue('')";
/** The operator restores the status of a host that has none from it. */
const OLD_STATUS_ANNOTATION = annotation("oldObject", HOST_ANNOTATIONS.status);

/** A system runs on the host, or the operator has yet to read that one does. */
const INSTALLED: string = [
  `${OLD_STATE} in ['provisioned', 'externally provisioned']`,
  `(${OLD_STATE} == '' && ${OLD_STATUS_ANNOTATION}.matches('"state" *: *"(externally )?provisioned"'))`,
].join(" || ");

/** The value of an annotation, or nothing. */
function annotation(object: string, name: string): string {
  return `${object}.metadata.?annotations['${name}'].orValue('')`;
}

/** Approvals of a request: of an object that goes away its own, else those of the object as it becomes. */
export const APPROVALS: string = `(variables.deletes ? ${annotation("oldObject", APPROVE_ANNOTATION)} : ${annotation("object", APPROVE_ANNOTATION)}).split(' ')`;

interface FieldRule {
  readonly field: GuardedField;
  /** CEL: whether the change needs no approval. */
  readonly harmless: string;
  /** CEL: what the approval names. */
  readonly value?: string | undefined;
  /** CEL: what the change is, as the subject of the sentence. */
  readonly change: string;
  readonly consequence: string;
}

const FIELDS: readonly FieldRule[] = [
  {
    field: "image",
    harmless: "variables.oldInstallation == variables.newInstallation",
    value: "variables.newName",
    change: "(variables.newName == 'none' ? 'Removing' : 'Changing') + ' the image'",
    consequence: "deprovisions it and gives up what is on its disk",
  },
  {
    field: "automatedCleaningMode",
    harmless: `${cleaning("oldObject")} != 'disabled' || ${cleaning("object")} == 'disabled'`,
    value: cleaning("object"),
    change: "'Turning on the cleaning'",
    consequence: "lets the operator erase all its disks when it is next deprovisioned",
  },
  {
    field: "externallyProvisioned",
    harmless: `!${external("oldObject")} || ${external("object")}`,
    value: "'false'",
    change: "'Ending the external provisioning'",
    consequence: "reboots it into the ramdisk and frees it for installation",
  },
  {
    field: "rootDeviceHints",
    harmless: ["rootDeviceHints", "hardwareProfile"].map(unchanged).join(" && "),
    change: "'Changing the root device hints'",
    consequence: "lets the next installation write to another disk",
  },
  {
    field: "raid",
    harmless: unchanged("raid"),
    change: "'Changing the RAID configuration'",
    consequence: "lets the next installation build its volumes anew and lose what is on them",
  },
];

/** Refuses what would cost an installed host its system, unless the host carries an approval of that very change. */
export function hostPolicy(exempt: readonly string[]): PolicySpec {
  return {
    name: "ironworks-hosts",
    resources: [{ group: "metal3.io", resource: "baremetalhosts", operations: ["UPDATE", "DELETE"] }],
    conditions: { ...notExempt(exempt), installed: INSTALLED },
    variables: {
      deletes: "request.operation == 'DELETE'",
      approvals: APPROVALS,
      generation: "string(oldObject.metadata.generation)",
      oldInstallation: installation("oldObject"),
      newInstallation: `variables.deletes ? [] : ${installation("object")}`,
      newName: `variables.deletes ? '' : ${installationName("object")}`,
      detached: `oldObject.?status.operationalStatus.orValue('') == 'detached' && '${HOST_ANNOTATIONS.detached}' in oldObject.metadata.?annotations.orValue({})`,
      host: "'host ' + oldObject.metadata.name",
      annotate: `' annotate --overwrite bmh ' + oldObject.metadata.name + " '${APPROVE_ANNOTATION}="`,
    },
    rules: [DELETE_RULE, ...FIELDS.map(fieldRule), STATUS_RULE],
    action: "Deny",
  };
}

const DELETE_RULE: PolicyRule = {
  expression: "!variables.deletes || variables.detached || ('delete:' + oldObject.metadata.uid) in variables.approvals",
  message: sentence(
    "'Deleting'",
    "makes the operator power it off and deprovision it",
    "'delete:' + oldObject.metadata.uid",
  ),
};

/** Before the status is restored, the annotation is all that says that the host is installed. */
const STATUS_RULE: PolicyRule = {
  expression: `variables.deletes || ${OLD_STATE} != '' || ${annotation("object", HOST_ANNOTATIONS.status)} == ${OLD_STATUS_ANNOTATION} || ('status@' + variables.generation) in variables.approvals`,
  message: sentence(
    "'Changing the annotation that says what is installed on'",
    "makes the operator take it for a new one and install it",
    "'status@' + variables.generation",
  ),
};

function fieldRule({ field, harmless, value, change, consequence }: FieldRule): PolicyRule {
  const token = `'${field}@' + variables.generation${value === undefined ? "" : ` + ':' + (${value})`}`;
  return {
    expression: `variables.deletes || (${harmless}) || (${token}) in variables.approvals`,
    message: sentence(`${change} + ' of'`, consequence, token),
  };
}

/** One sentence: what the change would do, and the command that approves it. */
function sentence(change: string, consequence: string, token: string): string {
  return `${change} + ' ' + variables.host + ' ${consequence}; to approve this one change, run: kubectl -n ' + oldObject.metadata.namespace + variables.annotate + ${quotable(token)} + "'"`;
}

/** Text that stays one argument of a shell between single quotes. */
function quotable(expression: string): string {
  return `(${expression}).replace("'", "'\\\\''")`;
}

/** A condition that lets these users' writes pass unseen. */
export function notExempt(users: readonly string[]): Readonly<Record<string, string>> {
  if (users.length === 0) {
    return {};
  }
  return { "not-exempt": `!(request.userInfo.username in [${users.map(text).join(", ")}])` };
}

function text(value: string): string {
  return JSON.stringify(value);
}

/** Everything that makes an image another one; where its pull secret lies does not. */
function installation(object: string): string {
  const members = ["url", "checksum", "checksumType", "format"];
  const values = members.map((member) => `${object}.?spec.?image.?${member}.orValue('')`);
  return `[${[...values, `${object}.?spec.?customDeploy.?method.orValue('')`].join(", ")}]`;
}

/** As `installationName` in approval.ts. */
function installationName(object: string): string {
  const [url, checksum] = ["url", "checksum"].map((member) => `${object}.?spec.?image.?${member}.orValue('')`);
  const method = `${object}.?spec.?customDeploy.?method.orValue('')`;
  return `${method} != '' ? ${method} : (${url} == '' ? 'none' : ${url} + (${checksum} == '' ? '' : '#' + ${checksum}))`;
}

function cleaning(object: string): string {
  return `${object}.?spec.?automatedCleaningMode.orValue('metadata')`;
}

function external(object: string): string {
  return `${object}.?spec.?externallyProvisioned.orValue(false)`;
}

function unchanged(field: string): string {
  return `oldObject.?spec.?${field} == object.?spec.?${field}`;
}
