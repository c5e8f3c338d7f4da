import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";

/**
 * Holds the lock of that name until this process ends, however it ends: an abstract socket of Linux, which
 * the kernel takes away with its process. `onWait` is called once when another run holds it.
 */
export async function lock(name, { signal, onWait }) {
  const path = `\0ironworks-setup-${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
  for (let waited = false; ; waited = true) {
    if (await listen(path)) {
      return;
    }
    if (!waited) {
      onWait();
    }
    await released(path, signal);
    signal.throwIfAborted();
  }
}

function listen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen({ path }, () => {
      server.unref();
      resolve(true);
    });
  });
}

/** A connection to the holder lasts as long as it does. */
function released(path, signal) {
  return new Promise((resolve) => {
    const socket = connect({ path, signal });
    socket.on("error", () => undefined);
    socket.on("close", resolve);
    socket.resume();
  });
}
