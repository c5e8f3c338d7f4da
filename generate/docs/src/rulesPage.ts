import type { Rule } from "@ironworks/metal3";

/** Where the page is, from the repository's root. */
export const RULES_PAGE = "docs/rules.md";

const INTRODUCTION = `# Rules

\`ironworks check\` and the checks while synthesising say what the API server and the operator's webhooks would say to an
object, without either, and add advice on what both let through.

\`\`\`sh
npx ironworks check hosts/ --release v0.13.2
npx ironworks check new.yaml --old live.yaml --state available --release v0.13.2 --format json
kustomize build . | npx ironworks check - --release v0.13.2
\`\`\`

Objects of other API groups are accepted unseen; Secrets, ConfigMaps, Deployments and Ironic objects among them are used
to look at hosts in their company. Exit codes: 0 nothing is wrong, or warnings only; 1 something would be refused, or cannot work; 2 the command
was used wrongly or a file is not YAML.

| By | Who objects |
| --- | --- |
| strict | the API server while it decodes (\`--validate=strict\`): unknown fields |
| schema | the API server against the CustomResourceDefinition of the release, and for names, labels and annotations |
| webhook | the operator |
| advice | nobody: the object is accepted. An error cannot work, a warning is risky or needs a second look |

Like the server, a check stops at the first of the three layers that refuses; advice comes on top. An update is checked as
if it were new, and then for what may not change. Since Kubernetes 1.33 a value that the schema refuses is tolerated in an
update that leaves it as it was; webhooks tolerate nothing, so an object that a newer operator refuses cannot be changed
any more, not even by the operator (\`refused-by-later-release\`).

A row reads as a sentence: the field, what is wrong with it, what to do. In the names of fields \`[]\` is any item of a list,
and \`*\` any field. A check says the same of the very field, and more exactly where it can:

\`\`\`text
\`spec.bmc.address\` has the scheme \`irmc\`, which v0.13.2 does not know. next: use one of ipmi, redfish, …
\`\`\`

This page is made from the rules (\`pnpm pages\`); do not edit it.
`;

/** The page about all rules, by kind. */
export function rulesPage(rules: readonly Rule[]): string {
  const kinds = [...new Set(rules.map(({ kind }) => kind))].sort((a, b) => order(a).localeCompare(order(b), "en"));
  const sections = kinds.map((kind) => {
    const rows = rules.filter((rule) => rule.kind === kind).map(row);
    const head =
      "| Rule | By | On | Releases | Field | What is wrong with it | What to do |\n| --- | --- | --- | --- | --- | --- | --- |";
    return `## ${kind === "any" ? "Every kind" : kind}\n\n${head}\n${rows.join("\n")}\n`;
  });
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}

/** What holds for every kind comes first. */
function order(kind: string): string {
  return kind === "any" ? "" : kind;
}

function row(rule: Rule): string {
  const by = rule.by === "advice" || rule.severity === "warning" ? `${rule.by}, ${rule.severity}` : rule.by;
  const cells = [`\`${rule.id}\``, by, rule.on.join(", "), releases(rule), field(rule), rule.message, rule.remedy];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}

function field({ field }: Rule): string {
  return field === "*" ? "any" : `\`${field}\``;
}

function releases({ since, until, except }: Rule): string {
  const without = except ? ` without ${except.join(", ")}` : "";
  if (since && since === until) {
    return `${since}${without}`;
  }
  if (since && until) {
    return `${since} to ${until}${without}`;
  }
  if (since) {
    return `from ${since}${without}`;
  }
  return until ? `up to ${until}${without}` : `all${without}`;
}
