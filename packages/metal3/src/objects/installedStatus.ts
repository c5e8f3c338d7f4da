import { hintsOf } from "@ironworks/core";
import { compact } from "@ironworks/core/json";
import { errorAt, type Problem } from "@ironworks/core/problems";
import { metal3Image } from "./metal3Image.js";
import type { OperatorHostSpec, OperatorMachineSpec } from "./operatorSpec.js";

/** State of a host that has its image on the disk. */
const PROVISIONED = "provisioned";

/**
 * The status that makes the operator adopt an installed machine and not install it: the host is provisioned, with the
 * image that its spec names. Another image in the status, or none, and the operator would deprovision the host.
 */
export function installedStatus(
  host: OperatorHostSpec,
  machine: OperatorMachineSpec,
): Readonly<Record<string, unknown>> {
  return (
    machine.installed?.status ?? {
      errorCount: 0,
      errorMessage: "",
      hardwareProfile: "unknown",
      operationalStatus: "OK",
      poweredOn: host.online ?? true,
      provisioning: compact({
        ID: "",
        bootMode: host.bootMode ?? "UEFI",
        image: metal3Image(machine.image),
        raid: host.raid,
        rootDeviceHints: hintsOf(machine, host),
        state: PROVISIONED,
      }),
    }
  );
}

/** What would make the operator write to the disk of a machine that is said to be installed. */
export function installedProblems(machine: OperatorMachineSpec): readonly Problem[] {
  const { installed, image } = machine;
  if (installed === undefined) {
    return [];
  }
  if (installed === null || typeof installed !== "object") {
    return [errorAt("installed", "is not an object.", "write `installed: {}`")];
  }
  const { status } = installed;
  if (status === undefined) {
    return [];
  }
  const provisioning = (status?.provisioning ?? {}) as {
    readonly state?: unknown;
    readonly image?: { readonly url?: unknown };
  };
  if (provisioning.state !== PROVISIONED) {
    const message = `says \`${String(provisioning.state ?? "nothing")}\`, so the operator would install the image.`;
    return [
      errorAt("installed.status.provisioning.state", message, `copy the status of a host that is \`${PROVISIONED}\``),
    ];
  }
  if (provisioning.image?.url === image?.url) {
    return [];
  }
  return [
    errorAt(
      "installed.status.provisioning.image.url",
      "is not the machine's `image.url`, so the operator would deprovision the host.",
      "give the machine the image that is on the disk; change it after the host was taken over",
    ),
  ];
}
