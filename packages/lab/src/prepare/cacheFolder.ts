import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The one folder for what is expensive to make: `IRONWORKS_CACHE`, else `$XDG_CACHE_HOME/ironworks`, else
 * `~/.cache/ironworks`.
 *
 * @param environment - Where the variables are read. Default: those of this process.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.IRONWORKS_CACHE) {
    return environment.IRONWORKS_CACHE;
  }
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "ironworks");
}
