// The guard: admission policies that keep installed machines from changes by mistake, and approvals of such changes.
export {
  APPROVE_ANNOTATION,
  changeApproval,
  deleteApproval,
  type GuardedField,
  HOLDS_HOSTS_LABEL,
  type Installation,
  installationName,
} from "./guard/approval.js";
export { type GuardOptions, guardObjects } from "./guard/guard.js";

// Kinds: which ones a release serves, their definitions, and what the API server says to an object. Types of objects
// are in `@ironworks/metal3/kinds`.
export {
  type CrdOptions,
  type CustomResourceDefinition,
  type CustomResourceDefinitionVersion,
  crd,
  UnknownKindError,
} from "./kinds/crd.js";
export type { KindName, Metal3KindName } from "./kinds/generated/registry.gen.js";
export { type KindRule, refusedBy } from "./kinds/kindProblem.js";
export { hasKind, isKindName, KIND_NAMES, kindsOf, type Operator, operatorOf } from "./kinds/kindTables.js";
export { type ValidateOptions, validateKind } from "./kinds/validateKind.js";

// Objects of hosts, made from specs.
export {
  type AlreadyInstalled,
  HOST_ANNOTATIONS,
  type HostObjectInput,
  type HostObjectProblems,
  hostObject,
  hostObjectProblems,
  type OperatorBmc,
  type OperatorHostSpec,
  type OperatorMachineSpec,
  type SecretReference,
} from "./objects/index.js";

// Releases of the operators, the flags of deploy.sh, and what differs between releases.
export {
  DEPLOY_LETTERS,
  type DeployFlag,
  type DeployFlags,
  formatDeployFlags,
  NO_FLAGS,
} from "./releases/deployFlags.js";
export { deployLettersOf, hasInspector, ironicPartsOf } from "./releases/deploysOf.js";
export {
  type AnyRelease,
  IRONIC_OPERATOR_LINES,
  type IronicOperatorLine,
  type IronicOperatorRelease,
  isRelease,
  isWithin,
  type LineOf,
  lineOf,
  RELEASE_LINES,
  type Release,
  type ReleaseIn,
  type ReleaseLine,
} from "./releases/release.js";
export type { IronicPart } from "./releases/releaseFacts.js";
export { KNOWN_RELEASES } from "./releases/table.js";

// Rules: what the operator's webhooks say to an object, and our advice.
export { ADMISSION_RULES, type CheckOptions, checkObject, checkObjects, type Verdict } from "./rules/checkObject.js";
export type { Manifest } from "./rules/manifest.js";
export { ObjectSet } from "./rules/objectSet.js";
export type { AdmissionRequest, Finding, Operation, Rule } from "./rules/rule.js";

// Stacks: the objects that deploy an operator and Ironic.
export { unhashedName } from "./stack/contentHash.js";
export {
  DEPLOY_VARIABLES,
  type DeployVariable,
  type DeployVariables,
  VARIABLES_WITHOUT_EFFECT,
} from "./stack/deployVariables.js";
export { type KubernetesObject, type ObjectMetadata, objectIdentity } from "./stack/kubernetesObject.js";
export { type ParsedDeployFlags, parseDeployFlags } from "./stack/parseDeployFlags.js";
export type { SecretNames } from "./stack/secretNames.js";
export type { UpstreamSpec } from "./stack/stackContext.js";
export { type StackProfile, type StackSpec, synthesiseStack } from "./stack/stackSpec.js";
export { type SynthesisedStack, synthesiseUpstream } from "./stack/synthesise.js";
