/** The releases of Ironic that a lab can run, the newest first. */
export const IRONIC_VERSIONS = ["39.0.0", "35.0.1", "29.0.6"] as const;

/** A release of Ironic that a lab can run. */
export type IronicVersion = (typeof IRONIC_VERSIONS)[number];

/** What a lab runs unless it is started with another one. */
export const DEFAULT_IRONIC_VERSION: IronicVersion = IRONIC_VERSIONS[0];
