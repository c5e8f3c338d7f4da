import { table } from "../terminal/table.js";
import { wrap } from "../terminal/wrap.js";
import type { Finding, Status, Vantage } from "./finding.js";

/** As many findings of one check and status are shown one by one; more are counted. */
const SHOWN_OK = 3;
const SHOWN_BAD = 20;

const FROM: Readonly<Record<Vantage, string>> = { here: "here", ironic: "Ironic", written: "written" };
const STATUSES: readonly Status[] = ["error", "warning", "ok", "skipped"];

/** How many of each status. */
export function countsOf(findings: readonly Finding[]): Readonly<Record<Status, number>> {
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  return { error: count("error"), warning: count("warning"), ok: count("ok"), skipped: count("skipped") };
}

/** Rows by check, many of one kind as one; what is wrong with what to do; and a line that counts. */
export function reportText(findings: readonly Finding[], columns: number | undefined): string {
  const rows = groupsOf(findings).flatMap(rowsOf);
  const parts = [table(["check", "status", "from", "what was seen"], rows, columns)];
  const bad = findings.filter(({ status, next }) => (status === "error" || status === "warning") && next !== undefined);
  if (bad.length > 0) {
    parts.push(remedies(bad, columns));
  }
  parts.push(summary(findings));
  if (findings.some(({ from, check }) => from === "here" && NOT_OURS.has(check))) {
    parts.push(wrap(FOOTNOTE, columns ?? Number.POSITIVE_INFINITY).join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

/** What servers, BMCs and Ironic reach in the end, and this machine only stands in for. */
const NOT_OURS = new Set(["names", "ramdisk", "image", "checksum", "url", "bmc"]);
const FOOTNOTE =
  "`here` is this machine, not the provisioning network: servers fetch ramdisks and images by another way, and Ironic reaches BMCs by its own. `Ironic` is what Ironic's API says. Nothing was changed: only GET and HEAD were sent.";

function groupsOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const checks = [...new Set(findings.map(({ check }) => check))];
  return checks.flatMap((check) =>
    STATUSES.map((status) => findings.filter((finding) => finding.check === check && finding.status === status)).filter(
      ({ length }) => length > 0,
    ),
  );
}

function rowsOf(group: readonly Finding[]): readonly (readonly string[])[] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const { check, status, from } = first;
  const most = status === "ok" || status === "skipped" ? SHOWN_OK : SHOWN_BAD;
  if (group.length <= most) {
    return group.map((one) => [check, status, FROM[one.from], `${one.subject}: ${one.seen}`]);
  }
  if (status === "ok" || status === "skipped") {
    return [[check, status, FROM[from], `${group.length} of them: ${commonWords(group)}`]];
  }
  const shown = group.slice(0, most).map((one) => [check, status, FROM[one.from], `${one.subject}: ${one.seen}`]);
  return [...shown, [check, status, FROM[from], `${group.length - most} more; see \`--json\``]];
}

/** What all say, or the most frequent words with how often. */
function commonWords(group: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { seen } of group) {
    counts.set(seen, (counts.get(seen) ?? 0) + 1);
  }
  const [[words, count] = ["", 0], ...others] = [...counts].sort((a, b) => b[1] - a[1]);
  if (others.length === 0) {
    return words;
  }
  return count > 1 && others.length < count ? `${words} (${count}); others differ` : "each its own; see `--json`";
}

function remedies(bad: readonly Finding[], columns: number | undefined): string {
  const byNext = new Map<string, Finding[]>();
  for (const finding of bad) {
    byNext.set(finding.next ?? "", [...(byNext.get(finding.next ?? "") ?? []), finding]);
  }
  const width = columns ?? Number.POSITIVE_INFINITY;
  return [...byNext]
    .map(([next, findings]) => {
      const [first] = findings;
      const subjects = [...new Set(findings.map(({ subject }) => subject))];
      const who =
        subjects.length <= 3
          ? subjects.join(", ")
          : `${subjects.slice(0, 3).join(", ")} and ${subjects.length - 3} more`;
      return wrap(`\`${first?.check}\` of ${who}. next: ${next}`, width, { first: "- ", rest: "  " }).join("\n");
    })
    .join("\n");
}

function summary(findings: readonly Finding[]): string {
  const { error, warning, ok, skipped } = countsOf(findings);
  const some = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return [`${ok} ok`, some(warning, "warning"), some(error, "error"), `${skipped} skipped`].join(" · ");
}
