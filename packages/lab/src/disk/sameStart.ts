import { open } from "node:fs/promises";

const CHUNK = 2 ** 20;

/** Whether a file begins with all bytes of another. False where the other is empty. */
export async function sameStart(file: string, other: string): Promise<boolean> {
  const [left, right] = [await open(file, "r"), await open(other, "r")];
  try {
    const { size } = await right.stat();
    const [a, b] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
    for (let position = 0; position < size; position += CHUNK) {
      const length = Math.min(CHUNK, size - position);
      await left.read(a, 0, length, position);
      await right.read(b, 0, length, position);
      if (a.compare(b, 0, length, 0, length) !== 0) {
        return false;
      }
    }
    return size > 0;
  } finally {
    await left.close();
    await right.close();
  }
}
