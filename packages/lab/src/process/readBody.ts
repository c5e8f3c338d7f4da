import type { IncomingMessage } from "node:http";

/** The whole body of a request or a response. */
export async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The body as JSON; `{}` where there is none. */
export async function readJson(message: IncomingMessage): Promise<unknown> {
  const text = await readBody(message);
  return text === "" ? {} : JSON.parse(text);
}
