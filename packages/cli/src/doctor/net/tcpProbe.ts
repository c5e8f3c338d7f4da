import { connect } from "node:net";
import { type ConnectionTrouble, connectionTrouble } from "./connectionTrouble.js";

/** Opens a connection and closes it again without a byte. Undefined where that worked. */
export function tcpTrouble(host: string, port: number, timeoutMs: number): Promise<ConnectionTrouble | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (trouble: ConnectionTrouble | undefined): void => {
      socket.destroy();
      resolve(trouble);
    };
    socket.setTimeout(timeoutMs, () => end(connectionTrouble({ code: "ETIMEDOUT" })));
    socket.once("connect", () => end(undefined));
    socket.once("error", (error) => end(connectionTrouble(error)));
  });
}
