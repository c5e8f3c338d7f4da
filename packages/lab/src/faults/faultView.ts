/** Settings of a fault, by name. */
export type FaultOptions = Readonly<Record<string, string | number>>;

/** Where the lab's parts look faults up. */
export interface FaultView {
  /** The settings of a fault that is on for this host, or for all hosts. */
  find(name: string, host: string | undefined): FaultOptions | undefined;
}
