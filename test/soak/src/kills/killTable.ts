import { type Kill, killLine } from "./soakKills.js";

/** The figures of a run, as Markdown. */
export function killTable(kills: readonly Kill[], seed: number): string {
  const good = kills.filter(({ outcome }) => outcome.violations.length === 0).length;
  const seconds = kills.reduce((sum, { outcome }) => sum + outcome.seconds, 0);
  const rows = (title: string, of: (kill: Kill) => string): string[] => {
    const names = [...new Set(kills.map(of))].sort();
    return [
      "",
      `| ${title} | kills | converged | images written | slowest, s |`,
      "| --- | --- | --- | --- | --- |",
      ...names.map((name) => {
        const some = kills.filter((kill) => of(kill) === name);
        const converged = some.filter(({ outcome }) => outcome.violations.length === 0).length;
        const writes = some.reduce((sum, { outcome }) => sum + outcome.writes, 0);
        const slowest = Math.max(...some.map(({ outcome }) => outcome.seconds));
        return `| ${name} | ${some.length} | ${converged} | ${writes} | ${Math.round(slowest)} |`;
      }),
    ];
  };
  const missed = kills.reduce((sum, kill) => sum + kill.missed, 0);
  return [
    `Seed ${seed}: ${good} of ${kills.length} kills converged with nothing against the rules, in ${Math.round(seconds / 60)} minutes.`,
    `${missed} moments did not come, and others were drawn in their place.`,
    ...rows("what happened", ({ drawn }) => drawn.blow),
    ...rows("while", ({ drawn }) => drawn.phase),
    ...rows("then", ({ drawn }) => `\`${drawn.recovery}\``),
  ].join("\n");
}

/** Each kill in a line, as Markdown. */
export function killLines(kills: readonly Kill[]): string {
  return kills.map((kill) => killLine(kill)).join("\n");
}
