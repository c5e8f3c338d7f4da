import { connect, createServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { onEngineCancel } from "./engineCancel.js";

let server: Http2Server | undefined;
afterEach(() => server?.close());

it("sees the engine's Cancel at the server of this process, also over a connection that was there before", async () => {
  const opened = createServer().on("stream", (stream) => {
    stream.respond({ ":status": 200 });
    stream.end();
  });
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, "127.0.0.1", resolve));
  const client = connect(`http://127.0.0.1:${(opened.address() as AddressInfo).port}`);
  const call = (method: string): Promise<void> =>
    new Promise((resolve, reject) =>
      client
        .request({ ":path": `/pulumirpc.ResourceProvider/${method}` })
        .on("error", reject)
        .on("end", resolve)
        .resume(),
    );
  await call("Check");
  let seen = 0;
  onEngineCancel(() => {
    seen += 1;
  });
  await call("Check");
  expect(seen).toBe(0);
  await call("Cancel");
  expect(seen).toBe(1);
  client.close();
});
