import { LabError } from "../error.js";

/** A release of Ironic that a lab can run. */
export type IronicVersion = "39.0.0" | "35.0.1" | "29.0.6";

/** All of them, the newest first. */
export const IRONIC_VERSIONS: readonly [IronicVersion, ...IronicVersion[]] = ["39.0.0", "35.0.1", "29.0.6"];

/**
 * What a lab runs: what was asked for, else what the variable `IRONWORKS_LAB_IRONIC` names, else the newest.
 *
 * @throws LabError `LAB_BAD_OPTION`.
 */
export function ironicVersionOf(given: string | undefined): IronicVersion {
  const wanted = given ?? (process.env.IRONWORKS_LAB_IRONIC || IRONIC_VERSIONS[0]);
  const version = IRONIC_VERSIONS.find((known) => known === wanted);
  if (version === undefined) {
    const field = given === undefined ? "IRONWORKS_LAB_IRONIC" : "ironic.version";
    throw new LabError("LAB_BAD_OPTION", `\`${field}\` must be one of ${IRONIC_VERSIONS.join(", ")}, not ${wanted}.`);
  }
  return version;
}
