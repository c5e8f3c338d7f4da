import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { LabError } from "../error.js";

/** Below the range from which the kernel takes ports for outgoing connections, so that none of those takes ours. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const TRIES = 200;
const LISTEN_TRIES = 3;

const RESERVED = new Set<number>();

/** A loopback port that nothing listens on, not given out twice by this process. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (!RESERVED.has(port) && (await isFree(port))) {
      RESERVED.add(port);
      return port;
    }
  }
  throw new LabError(
    "LAB_NO_FREE_PORT",
    `Found no free port on 127.0.0.1 between ${FIRST_PORT} and ${LAST_PORT} in ${TRIES} tries. next: end what holds so many ports (\`ss -ltn\` shows them)`,
  );
}

/** Gives a free port to `listen`, and another one where a process outside was faster. */
export async function onFreePort<T>(listen: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await listen(await freePort());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || tries === LISTEN_TRIES) {
        throw error;
      }
    }
  }
}

export function releasePort(port: number): void {
  RESERVED.delete(port);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(true)));
  });
}
