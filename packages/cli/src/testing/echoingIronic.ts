import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to an Ironic that refuses some requests with 400 and says everything that was sent, as a validator may. */
export class EchoingIronic {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param refuses - Asked for each request. */
  static async open(
    endpoint: string,
    refuses: (method: string, path: string, body: string) => boolean,
  ): Promise<EchoingIronic> {
    const server = createServer(async (asked, answer) => {
      const body = await textOf(asked);
      const { method = "GET", url = "/" } = asked;
      if (refuses(method, url, body)) {
        echo(asked, body, answer);
      } else {
        pass(endpoint, asked, body, answer);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new EchoingIronic(server);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function echo({ headers }: IncomingMessage, body: string, answer: ServerResponse): void {
  const values = JSON.stringify(Object.values(JSON.parse(body || "{}")));
  const faultstring = `Schema error: ${values} of ${body} (${headers.authorization}) is not valid`;
  const error_message = JSON.stringify({ faultcode: "Client", faultstring, debuginfo: null });
  answer.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error_message }));
}

function pass(endpoint: string, asked: IncomingMessage, body: string, answer: ServerResponse): void {
  const { method, url, headers } = asked;
  const onward = request(`${endpoint}${url}`, { method, headers: { ...headers, host: new URL(endpoint).host } });
  onward.on("response", (came) => {
    answer.writeHead(came.statusCode ?? 500, came.headers);
    came.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  onward.end(body);
}

async function textOf(asked: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of asked) {
    text += chunk;
  }
  return text;
}
