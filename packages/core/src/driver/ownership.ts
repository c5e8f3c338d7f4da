/** Whose a host is, kept on the server's record and stored with the resource. */
export interface Ownership {
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** The resource's own name, e.g. `node-0`. */
  readonly hostId: string;
  /** Rotated at each attach. Update and delete act only where the stored one equals the live one. */
  readonly incarnation: string;
}
