export { HOST_ANNOTATIONS } from "../kinds/hostAnnotations.js";
export { type HostObjectInput, hostObject, hostObjectSpec } from "./hostObject.js";
export { type HostObjectProblems, hostObjectProblems } from "./hostProblems.js";
export { installedStatus } from "./installedStatus.js";
export type {
  AlreadyInstalled,
  OperatorBmc,
  OperatorHostSpec,
  OperatorMachineSpec,
  SecretReference,
} from "./operatorSpec.js";
