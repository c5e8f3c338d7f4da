/**
 * Words of bare-metal hosts and machines, for every driver and front end. Pure: no network, engine, clock or files.
 *
 * @packageDocumentation
 */

// Problems: what is wrong with an input, found before anything is sent, and how it is said.

export { IronworksError, ValidationError } from "./error.js";
export { checkBoolean, type ValidationOptions } from "./inputCheck.js";
export {
  errorAt,
  errorsAmong,
  type Problem,
  type ProblemSource,
  type Severity,
  warningAt,
  warningsAmong,
} from "./problem.js";
export { formatProblems, problemLine } from "./problemText.js";
export { type Fault, failure, type Result, success } from "./result.js";
export { nearestOf } from "./text.js";

// A host as a program wants it: its BMC, how it boots, and whether that can work.

export {
  type ExpectedCount,
  type HardwareExpectation,
  unexpectedHardware,
} from "./host/expectation.js";
export { compareAdopted, type HostAdoption, isProof, type ServerVerdict } from "./host/hostAdoption.js";
export { type HostChange, type HostDeed, hostDeedSaidBy, type KnownHost, planHostChange } from "./host/hostChange.js";
export type {
  AutomatedCleaningMode,
  BmcSpec,
  BootMode,
  HostOnDestroy,
  HostSpec,
  InspectionMode,
} from "./host/hostSpec.js";
export { asksForInspection } from "./host/inspectToken.js";
export { canonicalMac, parseMacAddress } from "./host/macAddress.js";
export { type HostReading, type NamedHost, readHost, validateHost, validateHosts } from "./host/validateHost.js";

// The address of a BMC, and the identity that a server has by it.

export {
  type BmcAddress,
  type IpmiAddress,
  type IpmiPrivilegeLevel,
  parseBmcAddress,
  type RedfishAddress,
} from "./host/bmcAddress.js";
export {
  BMC_SCHEMES,
  type BmcDriver,
  type BmcScheme,
  type BootMethod,
  bmcDriver,
  type IpmiScheme,
  type RedfishScheme,
} from "./host/bmcDrivers.js";
export { canonicalBmcEndpoint, canonicalEndpointOfDriverInfo, nodeUuid } from "./host/nodeIdentity.js";

// What Ironic is sent for a host: the fields of its node.

export {
  DRIVER_INFO_KEYS,
  type DriverInfo,
  driverInfoFor,
  nodeInterfacesFor,
  nodePropertiesFor,
} from "./host/driverInfo.js";

// Hardware, as a host was inspected.

export type {
  Cpu,
  Disk,
  DiskField,
  DiskType,
  Hardware,
  HardwareSource,
  Lldp,
  Nic,
  SystemVendor,
} from "./host/hardware.js";
export { INVENTORY_BUDGET_BYTES, parseInventory } from "./host/inventory.js";

// The choice of the one disk that a machine is installed on: by a function, by hints, and as Ironic's agent would decide.

export { chooseRootDisk, type DiskChoice } from "./host/diskChoice.js";
export { DiskChoiceError, type DiskQuery, Disks } from "./host/disks.js";
export { shortDiskName } from "./host/diskTable.js";
export {
  explainRootDevice,
  type HintExplanation,
  hintsOf,
  type IronicHint,
  type IronicRootDevice,
  type RootDeviceHints,
} from "./host/rootDeviceHints.js";
export { describeRootDisk, isSameRootDisk, type RootDisk, rootDeviceFor } from "./host/rootDisk.js";

// Images: of the operating system of a machine, and of the deploy ramdisk.

export { type Checksum, type ChecksumAlgorithm, readChecksum } from "./image/checksum.js";
export { fileNameOf } from "./image/imageUrl.js";
export {
  IMAGE_INFO_KEYS,
  type ImageFormat,
  InstanceImage,
  type InstanceImageOptions,
  instanceInfoFor,
} from "./image/instanceImage.js";
export { IpaImage, validateIpaImage, validateRamdisk } from "./image/ipaImage.js";

// A machine as a program wants it, what is recorded of its install, and what a change of it comes to.

export { type ChangeOptions, type MachinePlan, planMachineChange } from "./machine/changePolicy.js";
export {
  type HashedField,
  type InstalledMachine,
  installedMachine,
  reinstalledMachine,
  retoldMachine,
  untoldInputs,
} from "./machine/installedMachine.js";
export { chooseKeptDisks, type KeptDisk } from "./machine/keptDisks.js";
export type { MachineOnDestroy, MachineSpec, ReinstallField, ReinstallPolicy } from "./machine/machineSpec.js";
export { validateMachine } from "./machine/validateMachine.js";
export { type WritingPlan, writesSaidBy } from "./machine/writesSaid.js";

// What a machine is given at its first boot.

export { type CloudConfig, type CloudConfigFile, type CloudConfigUser, cloudConfig } from "./machine/cloudConfig.js";
export { type ConfigDrive, configDriveFor } from "./machine/configDrive.js";

// A driver of a route: its operations, what they return, and how they fail.

export type { Deed, DeedRefusal, DestructionLedger, DestructiveKind, UnfinishedDeed } from "./driver/deed.js";
export type {
  DeleteOutcome,
  Driver,
  HostQuery,
  HostRequest,
  HostState,
  MachineRequest,
  MachineState,
  Observed,
  PowerState,
} from "./driver/driver.js";
export {
  type AfterDestroy,
  type DestroyEffect,
  destroyLine,
  HOST_ON_DESTROY,
  MACHINE_ON_DESTROY,
} from "./driver/onDestroy.js";
export type { Budget, OperationContext, Phase, Progress } from "./driver/operation.js";
export { type FailureClass, formatSeconds, OperationError, type OperationFailure } from "./driver/operationError.js";
export type { Ownership } from "./driver/ownership.js";

// Failures: what a server says of one, what it means and what to do, without secrets.

export { type Diagnosis, diagnose, diagnoseMaintenance, diagnoseStack, FAILURES } from "./diagnosis/diagnose.js";
export type { FailureRow } from "./diagnosis/failureRow.js";
export { innerErrorCode } from "./diagnosis/innerErrorCode.js";
export { hasHeartbeats, RAMDISK_SILENCE } from "./diagnosis/ramdiskSilence.js";
export { redact } from "./diagnosis/redact.js";
export { STACK_FAILURES } from "./diagnosis/stackFailures.js";

// Codes of errors: one table, of which docs/errors.md is made.

export type { ErrorCode, ErrorSubject } from "./errorCodes/errorCode.js";
export { ERROR_CODES, errorCode } from "./errorCodes/errorCodes.js";
