import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "./listen.js";

/** How a relay treats connections. `refusing`: nothing listens. `hanging`: they are accepted and never answered. */
export type RelayMode = "open" | "refusing" | "hanging";

/** Passes TCP connections on to a port, or fails as its mode says. Its own port never changes. */
export class Relay {
  readonly port: number;
  #target: number;
  #mode: RelayMode = "open";
  #delayMs = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  constructor(port: number, target: number) {
    this.port = port;
    this.#target = target;
  }

  /** Changes how new connections are treated; those that are open end. */
  async set(mode: RelayMode): Promise<void> {
    this.#mode = mode;
    this.#drop();
    if (mode === "refusing") {
      const server = this.#server;
      this.#server = undefined;
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    } else if (this.#server === undefined) {
      const server = createServer((socket) => void this.#accept(socket));
      await listen(server, this.port);
      this.#server = server;
    }
  }

  /** Where new connections go; those that are open end. */
  retarget(port: number): void {
    this.#target = port;
    this.#drop();
  }

  /** Delays each new connection. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  async close(): Promise<void> {
    await this.set("refusing");
  }

  async #accept(socket: Socket): Promise<void> {
    this.#track(socket);
    if (this.#mode === "hanging") {
      socket.resume();
      return;
    }
    if (this.#delayMs > 0) {
      await sleep(this.#delayMs);
    }
    if (socket.destroyed) {
      return;
    }
    const target = connect({ port: this.#target, host: "127.0.0.1" });
    this.#track(target);
    socket.pipe(target).pipe(socket);
    socket.on("close", () => target.destroy());
    target.on("close", () => socket.destroy());
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #drop(): void {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
  }
}
