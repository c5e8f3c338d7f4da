export type {
  AutomatedCleaningMode,
  BootMode,
  Disk,
  DiskQuery,
  Disks,
  Hardware,
  HostOnDestroy,
  InspectionMode,
  MachineOnDestroy,
  Nic,
  Observed,
  PowerState,
  ReinstallPolicy,
  RootDeviceHints,
  RootDisk,
} from "@ironworks/core";
export { cloudConfig, InstanceImage, IpaImage } from "@ironworks/core";
export { BareMetalHost, type BareMetalHostArgs, type BmcArgs } from "./bareMetalHost.js";
export { BareMetalHostLookup, type HostLookupArgs } from "./bareMetalHostLookup.js";
export { type IronicApi, type IronicApiArgs, ironicApi } from "./ironicApi.js";
export { PROVIDER_LINE } from "./providerLine.js";
export { ProvisionedMachine, type ProvisionedMachineArgs } from "./provisionedMachine.js";
export type { Timeouts } from "./wire/timeouts.js";
