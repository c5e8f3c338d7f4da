/** What every step of the set-up is given. */
export interface SetupContext {
  readonly cache: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}
