import type { Stamp, Standing } from "./ownership.js";

/** What a create does about a server that is its own by name. */
export type ByName =
  | { readonly kind: "attach"; readonly warning?: string | undefined }
  | { readonly kind: "ask"; readonly detail: string; readonly remedy: string };

/**
 * A create knows no incarnation, so a name is all that makes a record its own. Where two stacks may have one name, what is
 * held under it may be the other one's: with an operating system on it, somebody has to say whose it is.
 *
 * @param live - The record.
 * @param server - How the record stands to the create, and whether an operating system is on the server.
 * @param shared - Whether two stacks may have one name.
 */
export function attachByName(
  live: Pick<Stamp, "owner" | "detached">,
  { standing, occupied }: { readonly standing: Standing; readonly occupied: boolean },
  shared: boolean,
): ByName {
  if (!shared || standing !== "ours" || live.detached === true) {
    return { kind: "attach" };
  }
  const { owner } = live;
  if (!occupied) {
    return {
      kind: "attach",
      warning:
        `attached to a server that a run which this state knows nothing of holds as \`${owner}\`. If another stack has this ` +
        "name too, take the host out here, and give this stack a name of its own: " +
        "`pulumi config set ironworks:owner <organisation>/<project>/<stack>`",
    };
  }
  return {
    kind: "ask",
    detail:
      `a run which this state knows nothing of holds the server, with an operating system on it, as \`${owner}\`: either this ` +
      "stack's state was lost, or the host is replaced or moved in the program, or another stack has the very same name; " +
      "nothing was touched",
    remedy:
      `if no other stack has this name, say so: \`pulumi config set ironworks:owner ${owner}\`, and run again, which attaches to it ` +
      "as it is; if it is another stack's, give this one a name of its own: " +
      "`pulumi config set ironworks:owner <organisation>/<project>/<stack>`",
  };
}
