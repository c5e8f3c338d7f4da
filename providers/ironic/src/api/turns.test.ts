import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { Transport } from "./transport.js";
import { Turns } from "./turns.js";

it("does so many at once, and the others in their order", async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (name: number) =>
    turns.take(() => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const all = [1, 2, 3, 4].map(work);
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  ends[1]?.();
  await all[1];
  await expect.poll(() => begun).toEqual([1, 2, 3]);
  ends[0]?.();
  await expect.poll(() => begun).toEqual([1, 2, 3, 4]);
  ends[2]?.();
  ends[3]?.();
  await Promise.all(all);
  const fifth = work(5);
  await expect.poll(() => begun).toEqual([1, 2, 3, 4, 5]);
  ends[4]?.();
  await fifth;
});

it("whoever stops waiting is left out, and takes nobody's turn; what has begun goes on", async () => {
  const turns = new Turns(1);
  const stop = new AbortController();
  let end: () => void = () => undefined;
  const first = turns.take(() => new Promise<string>((resolve) => (end = () => resolve("first"))), {
    signal: stop.signal,
  });
  const second = turns.take(() => Promise.resolve("second"), { signal: stop.signal });
  const third = turns.take(() => Promise.resolve("third"));
  const reason = new Error("stopped");
  stop.abort(reason);
  await expect(second).rejects.toBe(reason);
  end();
  expect(await first).toBe("first");
  expect(await third).toBe("third");
  await expect(turns.take(() => Promise.resolve("late"), { signal: stop.signal })).rejects.toBe(reason);
  expect(await turns.take(() => Promise.resolve("next"))).toBe("next");
});

it("what is urgent does not wait for what is not", async () => {
  const turns = new Turns(1);
  const done: string[] = [];
  const work = (name: string, urgent = false) =>
    turns.take(
      async () => {
        done.push(name);
      },
      { urgent },
    );
  await Promise.all([work("first"), work("second"), work("third"), work("list", true), work("list 2", true)]);
  expect(done).toEqual(["first", "list", "list 2", "second", "third"]);
});

it("work that fails gives its turn on", async () => {
  const turns = new Turns(1);
  const failed = turns.take(() => Promise.reject(new Error("no")));
  const next = turns.take(() => Promise.resolve("next"));
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("next");
});

it("a request's time-out does not count how long it waited behind others", async () => {
  const server = createServer((_request, response) => void setTimeout(() => response.end("{}"), 200));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = new Transport({ endpoint, timeoutSeconds: 2 });
  try {
    const requests = Array.from({ length: 120 }, () => transport.send({ method: "GET", path: "/v1/nodes" }));
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(Array(120).fill(200));
  } finally {
    transport.close();
    server.close();
  }
});

it("a change that still waits for a socket when its run is cut off does not go out", async () => {
  const seen: string[] = [];
  const held: (() => void)[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method}`);
    held.push(() => response.end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = new Transport({ endpoint });
  const stop = new AbortController();
  try {
    const first = Array.from({ length: 8 }, () => transport.send({ method: "GET", path: "/v1/nodes" }));
    const change = transport.send({ method: "PUT", path: "/v1/nodes/a", unsentSignal: stop.signal });
    await expect.poll(() => held.length).toBe(8);
    stop.abort();
    await expect(change).rejects.toBe(stop.signal.reason);
    for (const answer of held) {
      answer();
    }
    await Promise.all(first);
    expect(seen).toEqual(Array(8).fill("GET"));
  } finally {
    transport.close();
    server.close();
  }
});
