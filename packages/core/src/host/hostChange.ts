import type { Observed, PowerState } from "../driver/driver.js";
import type { HostSpec } from "./hostSpec.js";

/** What becomes of a server by its host's resource. None of it writes to a disk. */
export type HostDeed = "boot-ramdisk" | "inspect-by-bmc" | "power-on" | "power-off";

/** What a change of a host does to its server. */
export interface HostChange {
  /** What is done. */
  readonly kind: HostDeed;
  /** For people: what, to which host, why. */
  readonly message: string;
}

/** What is known of a host that is enrolled. */
export interface KnownHost {
  /** As last seen. */
  readonly powerState: PowerState;
  /** `lost`: nothing is decided before it is found again. */
  readonly observed: Observed;
  /** Its inspection has ended once. */
  readonly inspected: boolean;
  /** `inspect` asks for another look, and nothing forbids it. Default false. */
  readonly isAskedFor?: boolean | undefined;
}

/** How the sentence of each begins. */
const BEGINNINGS: Readonly<Record<HostDeed, string>> = {
  "boot-ramdisk": "will power on and boot the deploy ramdisk on ",
  "inspect-by-bmc": "will inspect through its BMC ",
  "power-on": "will power on host ",
  "power-off": "will shut down host ",
};

/** Which deed a sentence of a preview is of; undefined for one that changes no power. */
export function hostDeedSaidBy(sentence: string): HostDeed | undefined {
  const deeds = Object.keys(BEGINNINGS) as HostDeed[];
  return deeds.find((deed) => sentence.startsWith(BEGINNINGS[deed]));
}

/**
 * Decides what a spec means for the power of a server, without doing anything.
 *
 * @param known - Undefined before the first enrolment.
 * @param unknown - Fields whose values are not known yet (computed, in a preview).
 * @returns Undefined where nothing happens to the server.
 */
export function planHostChange(
  known: KnownHost | undefined,
  spec: HostSpec,
  host: string,
  unknown: readonly (keyof HostSpec)[] = [],
): HostChange | undefined {
  if (known === undefined) {
    return enrolment(spec, host, "enrolment, unless this stack enrolled it before", unknown);
  }
  if (known.observed === "lost") {
    return undefined;
  }
  if (!known.inspected) {
    return enrolment(spec, host, "the last enrolment did not end", unknown);
  }
  if (known.isAskedFor) {
    return enrolment(spec, host, "`inspect` has a new value", unknown);
  }
  if (spec.online === undefined || unknown.includes("online") || known.powerState === "unknown") {
    return undefined;
  }
  if ((known.powerState === "on") === spec.online) {
    return undefined;
  }
  return spec.online
    ? said("power-on", `\`${host}\`: \`online\` is true, and it is off`)
    : said(
        "power-off",
        `\`${host}\`, and cut its power if its system does not answer: \`online\` is false, and it is on`,
      );
}

function enrolment(
  { inspectionMode, online }: HostSpec,
  host: string,
  why: string,
  unknown: readonly (keyof HostSpec)[],
): HostChange {
  const byBmc = inspectionMode === "fast" && !unknown.includes("inspectionMode");
  const then =
    online === undefined || unknown.includes("online") ? "" : `, then ${online ? "power it on" : "shut it down"}`;
  return byBmc
    ? said("inspect-by-bmc", `host \`${host}\`${then}; disks are not written: ${why}`)
    : said("boot-ramdisk", `host \`${host}\` to inspect it${then}; disks are not written: ${why}`);
}

function said(kind: HostDeed, rest: string): HostChange {
  return { kind, message: `${BEGINNINGS[kind]}${rest}` };
}
