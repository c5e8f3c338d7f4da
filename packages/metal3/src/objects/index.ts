export { HOST_ANNOTATIONS } from "../kinds/hostAnnotations.js";
export { type HostObjectInput, hostObject } from "./hostObject.js";
export { type HostObjectProblems, hostObjectProblems } from "./hostProblems.js";

export type {
  AlreadyInstalled,
  OperatorBmc,
  OperatorHostSpec,
  OperatorMachineSpec,
  SecretReference,
} from "./operatorSpec.js";
