import { hintsOf } from "@ironworks/core";
import { canonicalJson, compact } from "@ironworks/core/json";
import { HOST_ANNOTATIONS } from "../kinds/hostAnnotations.js";
import { type AnyRelease, isWithin } from "../releases/release.js";
import type { KubernetesObject, ObjectMetadata } from "../stack/kubernetesObject.js";
import { installedStatus } from "./installedStatus.js";
import { metal3Image } from "./metal3Image.js";
import type { OperatorHostSpec, OperatorMachineSpec } from "./operatorSpec.js";

/** What a BareMetalHost object is made from. */
export interface HostObjectInput {
  /** Name, namespace, labels and annotations; those that steer the operator are added. */
  readonly metadata: ObjectMetadata;
  /** The host. */
  readonly host: OperatorHostSpec;
  /** The machine on the host. Default: none, and nothing is installed. */
  readonly machine?: OperatorMachineSpec | undefined;
  /** The release of the operator that drives the host. */
  readonly release: AnyRelease;
}

/**
 * The BareMetalHost object of a host and its machine. Cleaning is off unless the host says otherwise, and power is on
 * unless it says otherwise: the operator cannot leave power as it is. Pure: equal input gives equal objects.
 *
 * @example
 * ```ts
 * hostObject({ metadata: { name: "node-0", namespace: "metal3" }, host, machine, release: "v0.13.2" });
 * ```
 */
export function hostObject({ metadata, host, machine, release }: HostObjectInput): KubernetesObject {
  const annotations = { ...metadata.annotations, ...annotationsOf(host, machine, release) };
  return {
    apiVersion: "metal3.io/v1alpha1",
    kind: "BareMetalHost",
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: hostObjectSpec(host, machine, release),
  };
}

/** The spec of the object; see {@link hostObject}. */
function hostObjectSpec(
  host: OperatorHostSpec,
  machine: OperatorMachineSpec | undefined,
  release: AnyRelease,
): Readonly<Record<string, unknown>> {
  return compact({
    architecture: host.architecture,
    automatedCleaningMode: host.automatedCleaningMode ?? "disabled",
    bmc: compact({
      address: host.bmc?.address,
      credentialsName: host.bmc?.credentialsName,
      disableCertificateVerification: host.bmc?.disableCertificateVerification,
    }),
    bootMACAddress: host.bootMACAddress,
    bootMode: host.bootMode,
    description: host.description,
    disablePowerOff: host.disablePowerOff,
    externallyProvisioned: host.externallyProvisioned,
    image: machine?.image && compact({ ...metal3Image(machine.image) }),
    inspectionMode: hasInspectionField(release) ? host.inspectionMode : undefined,
    metaData: machine?.metaData,
    networkData: machine?.networkData,
    networkInterfaces: host.networkInterfaces,
    online: host.online ?? true,
    preprovisioningNetworkDataName: host.preprovisioningNetworkData?.name,
    raid: host.raid,
    rootDeviceHints: hintsOf(machine, host),
    userData: machine?.userData,
  });
}

/** Before v0.12 an annotation switches inspection off. */
function hasInspectionField(release: AnyRelease): boolean {
  return isWithin(release, "v0.12", undefined);
}

function annotationsOf(
  host: OperatorHostSpec,
  machine: OperatorMachineSpec | undefined,
  release: AnyRelease,
): Readonly<Record<string, string>> {
  const { installed } = machine ?? {};
  const paused = host.paused === true || (installed !== undefined && installed.resume !== true);
  return compact({
    [HOST_ANNOTATIONS.paused]: paused ? "true" : undefined,
    [HOST_ANNOTATIONS.detached]: host.detached === true ? "true" : undefined,
    [HOST_ANNOTATIONS.status]: machine && installed ? canonicalJson(installedStatus(host, machine)) : undefined,
    [HOST_ANNOTATIONS.inspect]:
      host.inspectionMode === "disabled" && !hasInspectionField(release) ? "disabled" : undefined,
  }) as Readonly<Record<string, string>>;
}
