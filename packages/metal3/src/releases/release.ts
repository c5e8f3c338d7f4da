/** A line of baremetal-operator: its patches offer the same API, but for rare fixes. v0.7 never left its candidates. */
export type ReleaseLine =
  | "v0.1"
  | "v0.2"
  | "v0.3"
  | "v0.4"
  | "v0.5"
  | "v0.6"
  | "v0.8"
  | "v0.9"
  | "v0.10"
  | "v0.11"
  | "v0.12"
  | "v0.13"
  | "v0.14";

/** Lines of baremetal-operator, oldest first. */
export const RELEASE_LINES: readonly ReleaseLine[] = [
  "v0.1",
  "v0.2",
  "v0.3",
  "v0.4",
  "v0.5",
  "v0.6",
  "v0.8",
  "v0.9",
  "v0.10",
  "v0.11",
  "v0.12",
  "v0.13",
  "v0.14",
];

/** A patch of baremetal-operator, as tagged: `v0.13.2`, `v0.14.0-rc.0`. */
export type Release = `${ReleaseLine}.${number}` | `${ReleaseLine}.${number}-${string}`;

/** A line of ironic-standalone-operator (IrSO). The prefix keeps it apart from baremetal-operator's. */
export type IronicOperatorLine = "irso-v0.11";

/** Lines of ironic-standalone-operator, oldest first. */
export const IRONIC_OPERATOR_LINES: readonly IronicOperatorLine[] = ["irso-v0.11"];

/** A patch of ironic-standalone-operator: its tag after `irso-`, e.g. `irso-v0.11.0`. */
export type IronicOperatorRelease = `${IronicOperatorLine}.${number}` | `${IronicOperatorLine}.${number}-${string}`;

/** Any release or line of either operator. A line stands for its newest patch. */
export type AnyRelease = Release | ReleaseLine | IronicOperatorRelease | IronicOperatorLine;

/** The releases of some lines, for types: `ReleaseIn<"v0.13" | "v0.14">`. */
export type ReleaseIn<L extends ReleaseLine | IronicOperatorLine> = L | `${L}.${number}` | `${L}.${number}-${string}`;

/** The line of a release, for types: `LineOf<"v0.13.2">` is `"v0.13"`. */
export type LineOf<R extends AnyRelease> = R extends ReleaseLine | IronicOperatorLine
  ? R
  : R extends `${infer Major}.${infer Minor}.${string}`
    ? Extract<ReleaseLine | IronicOperatorLine, `${Major}.${Minor}`>
    : never;

const GRAMMAR = /^(irso-)?v(\d+)\.(\d+)(?:\.(\d+)(?:-([0-9A-Za-z.]+))?)?$/;

/** Whether a text has the form of a release or line that Ironworks knows. */
export function isRelease(text: string): text is AnyRelease {
  const line = GRAMMAR.exec(text);
  if (!line) {
    return false;
  }
  const known: readonly string[] = line[1] ? IRONIC_OPERATOR_LINES : RELEASE_LINES;
  return known.includes(`${line[1] ?? ""}v${line[2]}.${line[3]}`);
}

/** The line of a release: `v0.13.2` → `v0.13`. A line is its own line. */
export function lineOf<R extends AnyRelease>(release: R): LineOf<R> {
  const match = GRAMMAR.exec(release);
  if (!match) {
    throw new TypeError(`\`${release}\` is not a release; write it as \`v0.13.2\``);
  }
  return `${match[1] ?? ""}v${match[2]}.${match[3]}` as LineOf<R>;
}

/**
 * Orders releases of one operator: negative when `a` is older than `b`.
 * A candidate comes before its release, and a line (its newest patch) after every patch in it.
 */
export function compareReleases(a: AnyRelease, b: AnyRelease): number {
  const left = parts(a);
  const right = parts(b);
  if (left.operator !== right.operator) {
    throw new TypeError(`\`${a}\` and \`${b}\` are releases of two operators`);
  }
  for (let index = 0; index < left.numbers.length; index++) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) {
      return difference;
    }
  }
  return compareCandidates(left.candidate, right.candidate);
}

/**
 * Whether a release has what came with `since` and went after `until`. Both may be lines or patches and are included:
 * `until: "v0.13"` means every patch of v0.13.
 */
export function isWithin(release: AnyRelease, since: AnyRelease | undefined, until: AnyRelease | undefined): boolean {
  if (since !== undefined && compareReleases(release, since) < 0 && lineOf(release) !== since) {
    return false;
  }
  return until === undefined || compareReleases(release, until) <= 0;
}

interface Parts {
  readonly operator: string;
  readonly numbers: readonly [number, number, number];
  readonly candidate: string | undefined;
}

function parts(release: AnyRelease): Parts {
  const match = GRAMMAR.exec(release);
  if (!match) {
    throw new TypeError(`\`${release}\` is not a release; write it as \`v0.13.2\``);
  }
  const patch = match[4] === undefined ? Number.POSITIVE_INFINITY : Number(match[4]);
  return { operator: match[1] ?? "", numbers: [Number(match[2]), Number(match[3]), patch], candidate: match[5] };
}

function compareCandidates(a: string | undefined, b: string | undefined): number {
  if (a === b) {
    return 0;
  }
  if (a === undefined) {
    return 1;
  }
  if (b === undefined) {
    return -1;
  }
  return a.localeCompare(b, "en", { numeric: true });
}
