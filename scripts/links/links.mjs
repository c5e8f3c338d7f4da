/** Links in Markdown: where they lead, and which of them lead nowhere. Nothing is asked from the network. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { repository, site } from "./addresses.mjs";
import { slug } from "./slug.mjs";

const fences = /^(\s*)(`{3,}|~{3,})[\s\S]*?^\1\2[`~]*$/gm;
const code = /(`+)[^`]+\1/g;
const link = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const definition = /^\s*\[[^\]]+\]:\s*(\S+)/gm;
const passedOver = new Set(["node_modules", "dist", ".git", ".changeset", "coverage"]);
/** What the site's build writes. */
const generated = join("docs", "reference", "api");

/** Every Markdown file that is checked in, as a path from `root`. */
export function markdownPaths(root, folder = "") {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return passedOver.has(entry.name) || path === generated ? [] : markdownPaths(root, path);
    }
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** The addresses that a text links to, outside of its code. */
export function linksOf(markdown) {
  const prose = markdown.replaceAll(fences, "");
  const inline = [...prose.replaceAll(code, "code").matchAll(link)];
  return [...inline, ...prose.matchAll(definition)].map((match) => match[1]);
}

/** The anchors of a text: those of its headings, numbered where they repeat, and those given by hand. */
export function anchorsOf(markdown) {
  const prose = markdown.replaceAll(fences, "");
  const seen = new Map();
  const headings = [...prose.matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)].map(([, text]) => {
    const anchor = slug(text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set([...headings, ...[...prose.matchAll(/\b(?:id|name)="([^"]+)"/g)].map((match) => match[1])]);
}

/** What is wrong with the links of one file, a line each. */
export function deadLinks(root, file) {
  return linksOf(readFileSync(join(root, file), "utf8")).flatMap((address) => {
    const target = targetOf(file, address);
    const wrong = target && wrongWith(root, target);
    return wrong ? [`${file}: ${address} ${wrong}`] : [];
  });
}

/** The file of the repository that an address is of, if it is of one. */
function targetOf(file, address) {
  const [path, anchor] = address.split("#");
  const inRepository = new RegExp(`^${repository}/(?:blob|tree|edit)/main/(.*)$`).exec(path)?.[1];
  if (inRepository !== undefined) {
    return { path: inRepository, anchor };
  }
  if (path.startsWith(`${site}/`)) {
    const page = path.slice(site.length + 1).replace(/(^|\/)$/, "$1index.html");
    return page.startsWith("reference/api/")
      ? undefined
      : { path: join("docs", page.replace(/\.html$/, ".md")), anchor };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) {
    return undefined;
  }
  const target = path === "" ? file : path.startsWith("/") ? join("docs", path) : normalize(join(dirname(file), path));
  return target.startsWith(generated) ? undefined : { path: target, anchor };
}

function wrongWith(root, { path, anchor }) {
  const file = join(root, path);
  if (path.startsWith("..") || !existsSync(file)) {
    return "leads to no file.";
  }
  if (anchor === undefined || !path.endsWith(".md") || statSync(file).isDirectory()) {
    return undefined;
  }
  return anchorsOf(readFileSync(file, "utf8")).has(anchor) ? undefined : `leads to no heading of ${path}.`;
}
