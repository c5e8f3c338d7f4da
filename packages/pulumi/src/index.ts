// The resources: a server, what is installed on it, and a server that somebody else manages.

export { BareMetalHost } from "./host/bareMetalHost.js";
export type { BareMetalHostArgs, BmcArgs } from "./host/bareMetalHostArgs.js";
export { BareMetalHostLookup } from "./host/bareMetalHostLookup.js";
export type { HostLookupArgs } from "./host/hostLookupArgs.js";
export { ProvisionedMachine } from "./machine/provisionedMachine.js";
export type { ProvisionedMachineArgs } from "./machine/provisionedMachineArgs.js";
export type { Timeouts } from "./resource/timeouts.js";

// For unit tests of programs.

export { allRegistered } from "./program/program.js";

// How hosts are driven.

export { type IronicApi, type IronicApiArgs, ironicApi } from "./route/ironicApi.js";

// What a server boots, and what is installed on it.

export { cloudConfig, InstanceImage, IpaImage } from "@ironworks/core";

// What was found in a server, and which of its disks is chosen.

export type { Disk, DiskQuery, Disks, Hardware, Nic, RootDeviceHints, RootDisk } from "@ironworks/core";

// Words of inputs and outputs.

export type {
  AutomatedCleaningMode,
  BootMode,
  ExpectedCount,
  HardwareExpectation,
  HostAdoption,
  HostOnDestroy,
  InspectionMode,
  KeptDisk,
  MachineOnDestroy,
  Observed,
  PowerState,
  ReinstallPolicy,
} from "@ironworks/core";
