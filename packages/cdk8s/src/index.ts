export {
  type AutomatedCleaningMode,
  type BootMode,
  type HostOnDestroy,
  type InspectionMode,
  InstanceImage,
  IpaImage,
  type RootDeviceHints,
} from "@ironworks/core";
export type { AlreadyInstalled, SecretReference } from "@ironworks/metal3";
export { BareMetalHost, type IBareMetalHost } from "./bareMetalHost.js";
export type { BareMetalHostProps, BmcProps } from "./bareMetalHostProps.js";
export { GitOps, type GitOpsOptions } from "./gitOps.js";
export { HostGuard, type HostGuardProps } from "./hostGuard.js";
export { HostNamespace, type HostNamespaceProps } from "./hostNamespace.js";
export { type IIronicStack, IronicStack } from "./ironicStack.js";
export type { DeployFlagsProps, IronicStackProps } from "./ironicStackProps.js";
export { OperatorRoute } from "./operatorRoute.js";
export { ProvisionedMachine, type ProvisionedMachineProps } from "./provisionedMachine.js";
