export type { BmcTrouble } from "./bmc/emulatedBmc.js";
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
export { type PrepareClusterOptions, prepareCluster } from "./cluster/prepareCluster.js";
export type { ClusterOptions } from "./cluster/startCluster.js";
export { BackgroundLab, type BackgroundOptions } from "./control/backgroundLab.js";
export { recordedLabs } from "./control/labRecord.js";
export type { LabHostStatus, LabStatus } from "./control/labStatus.js";
export { type ConfigDriveContent, readConfigDrive } from "./disk/configDrive.js";
export { LabDisk } from "./disk/labDisk.js";
export { LabError, type LabErrorCode, LabSetupError, type LabSetupErrorCode } from "./error.js";
export { FAULTS, type FaultKind, type FaultOption } from "./faults/faultCatalogue.js";
export type { ActiveFault, FaultRequest, Faults } from "./faults/faults.js";
export { type DiskShape, HOST_SHAPES, type HostShape, type LabDiskType } from "./host/hostShape.js";
export type { LabBmc, LabHost, LabNic } from "./host/labHost.js";
export type { LldpNeighbour } from "./host/lldp.js";
export type { LabImage } from "./image/labImage.js";
export type { IronicTimeouts } from "./ironic/ironicConfig.js";
export type { IronicCredentials } from "./ironic/ironicService.js";
export type { RequestEntry, Requester } from "./ironic/requestLog.js";
export { Lab } from "./lab.js";
export type { LabOptions, LabRamdisk } from "./labOptions.js";
export type { LedgerEntry, LedgerKind } from "./ledger.js";
export { cacheFolder } from "./prepare/cacheFolder.js";
export { GoBuild, type GoProgram } from "./prepare/goBuild.js";
export { type GoToolchain, goToolchain } from "./prepare/goToolchain.js";
export { type PreparedLab, type PrepareOptions, prepareLab } from "./prepare/prepareLab.js";
export type { SetupContext } from "./prepare/setupContext.js";
