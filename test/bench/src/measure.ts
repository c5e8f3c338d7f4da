import { spawnSync } from "node:child_process";

/** The middle of several values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs a command to its end, and gives its standard output and how long it took, start included. */
export function timed(
  command: string,
  args: readonly string[],
): { readonly output: string; readonly milliseconds: number } {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  const milliseconds = performance.now() - started;
  if (error) {
    throw error;
  }
  if (status !== 0) {
    throw new Error(`\`${command} ${args.join(" ")}\` ended with ${status}: ${stderr.slice(-1000)}`);
  }
  return { output: stdout, milliseconds };
}

/** The exponent with which times grow with sizes: the slope between their logarithms, by least squares. */
export function growthExponent(points: readonly (readonly [size: number, time: number])[]): number {
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map(([a]) => a)), mean(logs.map(([, b]) => b))];
  const above = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return above / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
