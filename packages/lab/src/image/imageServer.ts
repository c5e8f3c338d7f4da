import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { join, normalize } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultView } from "../faults/faultView.js";
import { listen } from "../process/listen.js";

/** Tells the server which host's ramdisk asks, so that image faults can be of one host. */
export const HOST_HEADER = "x-lab-host";

/** Faults with the status that they answer with. */
const REFUSALS = [
  ["image-404", 404],
  ["image-forbidden", 403],
  ["image-500", 500],
] as const;

/** Serves the instance images, the deploy ramdisk and what Ironic publishes, each from its folder. */
export class ImageServer {
  port = 0;
  readonly #server: Server;
  readonly #folders: Readonly<Record<string, string>>;
  readonly #faults: FaultView;

  /** @param folders - URL prefix → folder; the empty prefix is the rest. */
  constructor(folders: Readonly<Record<string, string>>, faults: FaultView) {
    this.#folders = folders;
    this.#faults = faults;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    this.port = await listen(this.#server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://lab").pathname);
    const host = request.headers[HOST_HEADER]?.toString();
    const isImage = path.startsWith("/images/");
    const file = this.#file(path);
    const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !found?.isFile()) {
      return refuse(response, 404);
    }
    const refusal = isImage ? REFUSALS.find(([name]) => this.#faults.find(name, host)) : undefined;
    if (refusal) {
      return refuse(response, refusal[1]);
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    response.writeHead(200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": found.size,
      "Last-Modified": found.mtime.toUTCString(),
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    const through = isImage ? this.#damage(host, found.size) : [];
    await pipeline([createReadStream(file), ...through, response]);
  }

  /** The file of a path, inside the folder of its prefix. */
  #file(path: string): string | undefined {
    const [, first = ""] = path.split("/");
    const prefix = first in this.#folders ? first : "";
    const folder = this.#folders[prefix];
    const rest = normalize(prefix === "" ? path : path.slice(prefix.length + 1));
    return folder === undefined || rest.includes("..") ? undefined : join(folder, rest);
  }

  #damage(host: string | undefined, size: number): Transform[] {
    const through: Transform[] = [];
    const slow = this.#faults.find("image-slow", host);
    if (slow) {
      through.push(throttle(Number(slow.bytesPerSecond)));
    }
    if (this.#faults.find("image-wrong-checksum", host)) {
      through.push(flipFirstByte());
    }
    if (this.#faults.find("image-truncated", host)) {
      through.push(breakAfter(size / 2));
    }
    return through;
  }
}

function throttle(bytesPerSecond: number): Transform {
  return new Transform({
    async transform(chunk: Buffer, _encoding, done) {
      await sleep((chunk.length / bytesPerSecond) * 1000);
      done(null, chunk);
    },
  });
}

function flipFirstByte(): Transform {
  let first = true;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (first && chunk.length > 0) {
        first = false;
        chunk.writeUInt8(chunk.readUInt8(0) ^ 0xff, 0);
      }
      done(null, chunk);
    },
  });
}

function breakAfter(bytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      done(passed > bytes ? new Error("the connection broke (fault image-truncated)") : null, chunk);
    },
  });
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Type": "text/plain" }).end(`${status} ${STATUS_CODES[status]}\n`);
}
