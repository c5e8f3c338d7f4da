import { delimiter } from "node:path";

/** Environment of a lab's process: nothing of ours but PATH, no proxy for loopback, temporary files in the lab's folder. */
export function serviceEnvironment(
  binFolders: readonly string[],
  temporary: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: [...binFolders, process.env.PATH ?? "/usr/bin:/bin"].join(delimiter),
    HOME: temporary,
    TMPDIR: temporary,
    LANG: "C.UTF-8",
    NO_PROXY: "*",
    no_proxy: "*",
    PYTHONUNBUFFERED: "1",
    ...more,
  };
}
