import type { LabBmc } from "../host/labHost.js";

/** A BMC of the lab, seen from the inside. */
export interface EmulatedBmc {
  /** What a host spec says of it. */
  readonly spec: LabBmc;
  /** Switches the system off from the inside, as an operating system does. */
  powerOff(): Promise<void>;
  /** Makes something wrong with it, or right again; rejects where the kind of BMC has no such trouble. */
  setTrouble(trouble: BmcTrouble | undefined): Promise<void>;
  /** Delays each new connection. */
  setDelay(milliseconds: number): void;
  close(): Promise<void>;
}

/**
 * What a Redfish BMC answers in place of doing what it is asked. `error`: 500 to everything. `forbidden`: 403 to whatever
 * changes something. `no-power`, `no-boot-device`, `no-media`: it refuses just that. `flapping`: the power that it reports
 * is another one each time.
 */
export type AnswerTrouble = "error" | "forbidden" | "no-power" | "no-boot-device" | "no-media" | "flapping";

/**
 * `refused`: nothing listens. `unreachable`: connection attempts get no answer. `hanging`: connections are accepted and
 * never answered. `wrong-password`: it accepts another password than the one in its spec. `untrusted`: it has another
 * certificate than the one that the lab's Ironic trusts.
 */
export type BmcTrouble = "refused" | "unreachable" | "hanging" | "wrong-password" | "untrusted" | AnswerTrouble;
