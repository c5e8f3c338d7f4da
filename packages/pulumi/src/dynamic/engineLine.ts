/** How the engine shows a line. */
export type LineSeverity = "info" | "warning" | "error";

/** One line for people, shown where the engine shows things. */
export interface EngineLine {
  readonly message: string;
  readonly severity: LineSeverity;
  /** Shown in the status column while it lasts, and not kept. */
  readonly ephemeral: boolean;
  /** The resource that it belongs to; without it, the line belongs to the stack. */
  readonly urn?: string | undefined;
}
