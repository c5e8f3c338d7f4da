import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/setup/root.mjs";

const docs = join(root, "docs");

/** The order of the pages, `[path, text]` each; one that does not exist is left out, one that is not named comes last. */
const groups = [
  {
    text: "Start",
    pages: [
      ["index", "What it is"],
      ["start", "Start"],
    ],
  },
  { text: "Concepts", pages: [["words", "Words and parts"]] },
  {
    text: "Guides",
    folder: "guides",
    pages: [
      ["pulumi", "Pulumi"],
      ["cdk8s", "cdk8s"],
      ["guides/components", "Components"],
      ["guides/many-sites", "Many sites"],
      ["guides/testing", "Testing"],
      ["guides/ci", "CI"],
      ["guides/secrets", "Secrets"],
      ["guides/renaming", "Renaming and moving"],
      ["guides/day-two", "Day two"],
      ["guides/hand-over", "Hand-over"],
      ["lab", "The lab"],
    ],
  },
  {
    text: "Reference",
    folder: "reference",
    pages: [
      ["reference/api/index", "API"],
      ["reference/configuration", "Configuration"],
      ["reference/cli", "Command line"],
      ["reference/status", "ironworks status"],
      ["reference/doctor", "ironworks doctor"],
      ["errors", "Errors by code"],
      ["reference/symptoms", "Errors by symptom"],
      ["kinds", "Kinds"],
      ["rules", "Rules"],
      ["profiles", "Profiles"],
      ["guard", "Guard"],
    ],
  },
  {
    text: "Support",
    pages: [
      ["support", "Versions and policy"],
      ["performance", "Performance"],
    ],
  },
  { text: "Decisions", folder: "decisions", pages: [], collapsed: true },
];

/** What is left of every page; the API has a sidebar of its own, which typedoc wrote. */
export function sidebar() {
  return { "/": groups.map(group), "/reference/api/": [{ text: "← All pages", link: "/" }, ...apiItems()] };
}

function group({ text, pages, folder, collapsed }) {
  const named = pages.filter(([page]) => exists(page));
  const known = new Set(pages.map(([page]) => page));
  const others = pagesIn(folder)
    .filter((page) => !known.has(page))
    .map((page) => [page, titleOf(page)]);
  const items = [...named, ...others].map(([page, title]) => ({ text: title, link: `/${page.replace(/index$/, "")}` }));
  return { text, items, ...(collapsed === undefined ? {} : { collapsed }) };
}

function exists(page) {
  return existsSync(join(docs, `${page}.md`));
}

function pagesIn(folder) {
  return folder && existsSync(join(docs, folder))
    ? readdirSync(join(docs, folder))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `${folder}/${name.slice(0, -".md".length)}`)
    : [];
}

function titleOf(page) {
  return /^# (.*)$/m.exec(readFileSync(join(docs, `${page}.md`), "utf8"))?.[1].replaceAll("`", "") ?? page;
}

function apiItems() {
  const file = join(docs, "reference", "api", "typedoc-sidebar.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}
