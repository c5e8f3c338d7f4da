// A lab: a real Ironic with emulated hosts, and what it is started with.

export { type DiskShape, HOST_SHAPES, type HostShape, type LabDiskType } from "./host/hostShape.js";
export type { IronicTimeouts } from "./ironic/ironicConfig.js";
export type { IronicVersion } from "./ironic/ironicVersion.js";
export { Lab } from "./lab.js";
export type { LabOptions } from "./labOptions.js";

// What a lab offers to clients and tests.

export type { ConfigDriveContent } from "./disk/configDrive.js";
export type { LabDisk } from "./disk/labDisk.js";
export type { LabBmc, LabHost, LabNic } from "./host/labHost.js";
export type { LldpNeighbour } from "./host/lldp.js";
export type { LabImage } from "./image/labImage.js";
export type { IronicCredentials } from "./ironic/ironicService.js";
export type { LabRamdisk } from "./labOptions.js";

// What happened in a lab: to hosts and disks, and at Ironic's API.

export type { RequestEntry, Requester } from "./ironic/requestLog.js";
export type { LedgerEntry, LedgerKind } from "./ledger.js";

// Faults that a lab can have on demand.

export { FAULTS, type FaultKind, type FaultOption } from "./faults/faultCatalogue.js";
export type { ActiveFault, FaultRequest, Faults } from "./faults/faults.js";
export type { FaultOptions } from "./faults/faultView.js";

// A lab in a process of its own, as `ironworks lab` runs it.

export { BackgroundLab, type BackgroundOptions } from "./control/backgroundLab.js";
export type { LabHostStatus, LabStatus } from "./control/labStatus.js";

// A real Kubernetes API server, with a small client.

export { Cluster } from "./cluster/cluster.js";
export {
  type ApplyOptions,
  type ClusterAccess,
  ClusterClient,
  type ClusterReply,
  type DeleteOptions,
  type PatchOptions,
  type WriteOptions,
} from "./cluster/clusterClient.js";
export { type ClusterCause, ClusterRequestError } from "./cluster/clusterError.js";
export type { ClusterObject, KindRef, ObjectRef } from "./cluster/clusterObject.js";
export type { ClusterOptions } from "./cluster/startCluster.js";

// Preparing the real parts ahead of the first start, which prepares them otherwise.

export { type PrepareClusterOptions, prepareCluster } from "./cluster/prepareCluster.js";
export { type PrepareOptions, prepareLab } from "./prepare/prepareLab.js";
export { type PrunedItem, type PruneOptions, pruneLabCache } from "./prepare/pruneLabCache.js";

// Building more real parts from pinned Go modules, in the same cache folder.

export { cacheFolder } from "./prepare/cacheFolder.js";
export { GoBuild, type GoProgram } from "./prepare/goBuild.js";
export type { SetupContext } from "./prepare/setupContext.js";

// What is thrown.

export { LabError, type LabErrorCode, LabSetupError, type LabSetupErrorCode } from "./error.js";
