import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "@ironworks/core";
import { checkObject, isRelease, type Manifest, type Verdict } from "@ironworks/metal3";
import { parse } from "yaml";
import type { Comparison, ConformancePart } from "./part.js";
import { rulesOfMessage, warningRules } from "./serverMessages.js";

interface ServerVerdict {
  readonly id: string;
  readonly operatorVersion: string;
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly rejectedBy: "accepted" | "strict-decoding" | "schema" | "webhook";
  readonly message: string;
  readonly webhookMessage: string | null;
  readonly yaml: string;
  readonly oldYaml?: string | undefined;
  readonly contextYaml?: string | undefined;
  readonly stateAtUpdate?: string | undefined;
  readonly warnings?: readonly string[] | undefined;
}

const OPERATIONS = { CREATE: "create", UPDATE: "update", DELETE: "delete" } as const;

/**
 * Our whole verdict against the real API server's with the real webhooks: whether an object is taken, which layer
 * refuses it, and by which rules. Joined messages are compared as sets.
 */
function part(name: string, file: string): ConformancePart {
  return {
    name,
    run(dataFolder: string): readonly Comparison[] {
      const verdicts: ServerVerdict[] = JSON.parse(readFileSync(join(dataFolder, "corpus", file), "utf8"));
      return verdicts.map(compare);
    },
  };
}

export const RULE_VERDICT_PARTS: readonly ConformancePart[] = [
  part("host-rules", "webhook_corpus.json"),
  part("kind-rules", "webhook_corpus_kinds.json"),
];

function compare(server: ServerVerdict): Comparison {
  const release = server.operatorVersion;
  const name = `${release}: ${server.id}`;
  if (!isRelease(release)) {
    return { name, ok: false, difference: `${release} is not a release of ours` };
  }
  const others = server.contextYaml === undefined ? [] : [parse(server.contextYaml) as Manifest];
  const ours = checkObject(parse(server.yaml) as Manifest, {
    release,
    operation: OPERATIONS[server.operation],
    old: server.oldYaml === undefined ? undefined : (parse(server.oldYaml) as Manifest),
    state: server.stateAtUpdate,
    others,
  });
  const lines = [
    ...difference("accepted", ours.accepted, server.rejectedBy === "accepted"),
    ...difference("layer", layerOf(ours), LAYERS[server.rejectedBy]),
    ...difference("rules", rulesOf(errors(ours)), [...expectedRules(server)].sort()),
    ...difference("warnings", rulesOf(warnings(ours)), warningRules(server.warnings ?? [])),
  ];
  return lines.length === 0 ? { name, ok: true } : { name, ok: false, difference: lines.join("\n") };
}

const LAYERS = { accepted: "none", "strict-decoding": "strict", schema: "schema", webhook: "webhook" } as const;

function expectedRules({ rejectedBy, message, webhookMessage, yaml }: ServerVerdict): ReadonlySet<string> {
  if (rejectedBy === "accepted") {
    return new Set();
  }
  const { kind } = parse(yaml) as { kind: string };
  return rulesOfMessage(rejectedBy === "webhook" ? (webhookMessage ?? message) : message, kind, rejectedBy);
}

/** What the server says, without our advice. */
function errors({ problems }: Verdict): readonly Problem[] {
  return problems.filter(({ by, severity }) => by !== "advice" && severity === "error");
}

function warnings({ problems }: Verdict): readonly Problem[] {
  return problems.filter(({ by, severity }) => by !== "advice" && severity === "warning");
}

/** Ours tell a field or value of another release from one that never was; the server does not. */
const SERVER_RULES: Readonly<Record<string, string>> = {
  "field-release": "field-unknown",
  "value-release": "value-enum",
};

function rulesOf(problems: readonly Problem[]): readonly string[] {
  return [...new Set(problems.map(({ rule = "" }) => SERVER_RULES[rule] ?? rule))].sort();
}

function layerOf(verdict: Verdict): string {
  return [...new Set(errors(verdict).map(({ by }) => by))].join("+") || "none";
}

function difference(what: string, ours: unknown, theirs: unknown): readonly string[] {
  const [left, right] = [JSON.stringify(ours), JSON.stringify(theirs)];
  return left === right ? [] : [`${what}: ours ${left}, server ${right}`];
}
