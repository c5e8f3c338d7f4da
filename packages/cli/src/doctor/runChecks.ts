import { formatSeconds } from "@ironworks/core";
import type { Check, Job, World } from "./check.js";
import { type Finding, type Verdict, verdictsOn } from "./finding.js";

export interface RunOptions {
  /** Jobs at a time. */
  readonly parallel: number;
  /** Longest run of one job. */
  readonly limitMs: number;
  /** Called as jobs end. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

interface Task {
  readonly check: Check;
  readonly job: Job;
}

/** Runs all jobs of all checks; findings come in the order of the checks. A job that fails or hangs is a finding. */
export async function runChecks(
  checks: readonly Check[],
  world: World,
  { parallel, limitMs, onProgress }: RunOptions,
): Promise<readonly Finding[]> {
  const tasks = checks.flatMap((check): readonly Task[] => check.jobs(world).map((job) => ({ check, job })));
  const results: (readonly Finding[])[] = tasks.map(() => []);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++) {
      const { check, job } = tasks[at] as Task;
      const verdicts = await limited(job, limitMs);
      results[at] = verdicts.map((verdict) => ({ check: check.id, ...verdict }));
      done += 1;
      onProgress?.(done, tasks.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, tasks.length) }, work));
  return results.flat();
}

async function limited({ subject, run }: Job, limitMs: number): Promise<readonly Verdict[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Verdict[]>((resolve) => {
    const verdict = verdictsOn(subject, "here").error(
      `was not done after ${formatSeconds(limitMs / 1000)}`,
      "give it more time: `--timeout <seconds>`",
    );
    timer = setTimeout(() => resolve([verdict]), limitMs);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [verdictsOn(subject, "here").error(`the check itself failed: ${reason}`, "report it as a bug")];
  } finally {
    clearTimeout(timer);
  }
}
