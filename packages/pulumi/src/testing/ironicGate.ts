import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: carried out and answered, refused with 500, or carried out without the answer coming back. */
export type Passage = "open" | "refused" | "unanswered";

/** A way to an Ironic that a test can close. */
export class IronicGate {
  /** Asked for each request. */
  passage: (method: string, path: string) => Passage = () => "open";
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param endpoint - Address of the Ironic behind it. */
  static async open(endpoint: string): Promise<IronicGate> {
    const server = createServer();
    const gate = new IronicGate(server);
    server.on("request", (asked, answer) => {
      gate.#pass(endpoint, asked, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return gate;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(endpoint: string, asked: IncomingMessage, answer: ServerResponse): void {
    const { method = "GET", url = "/", headers } = asked;
    const passage = this.passage(method, url);
    if (passage === "refused") {
      asked.resume();
      answer.writeHead(500).end("the test has closed the gate");
      return;
    }
    const { host } = new URL(endpoint);
    const onward = request(`${endpoint}${url}`, { method, headers: { ...headers, host } }, (came) => {
      if (passage === "unanswered") {
        came.resume().on("end", () => answer.destroy());
        return;
      }
      answer.writeHead(came.statusCode ?? 500, came.headers);
      came.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }
}
