// The control plane. Mistakes in any construct are errors of the synthesis, which names all of them at once.

export { type IIronicStack, IronicStack } from "./ironicStack.js";
export type { DeployFlagsProps, IronicStackProps } from "./ironicStackProps.js";

// Servers, what is installed on them, and which operator drives them.

export { BareMetalHost, type IBareMetalHost } from "./bareMetalHost.js";
export type { BareMetalHostProps, BmcProps } from "./bareMetalHostProps.js";
export { OperatorRoute } from "./operatorRoute.js";
export { ProvisionedMachine } from "./provisionedMachine.js";
export type { ProvisionedMachineProps } from "./provisionedMachineProps.js";

// What keeps servers as they are, whoever applies the manifests.

export { GitOps, type GitOpsOptions } from "./gitOps.js";
export { HostGuard } from "./hostGuard.js";
export type { HostGuardProps } from "./hostGuardProps.js";
export { HostNamespace } from "./hostNamespace.js";
export type { HostNamespaceProps } from "./hostNamespaceProps.js";

// Images: what is written to a disk, and the deploy ramdisk.

export { InstanceImage, IpaImage } from "@ironworks/core";

// Types of single props, the same in every front end.

export type { AutomatedCleaningMode, BootMode, HostOnDestroy, InspectionMode, RootDeviceHints } from "@ironworks/core";
export type { AlreadyInstalled, SecretReference } from "@ironworks/metal3";
