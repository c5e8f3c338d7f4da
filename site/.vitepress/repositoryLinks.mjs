import { statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { repository } from "../../scripts/links/addresses.mjs";
import { root } from "../../scripts/setup/root.mjs";

/**
 * A plugin of markdown-it: a link from a page to a file of the repository that is not a page becomes one to the
 * repository on the web. `scripts/links` holds that the file exists.
 */
export function repositoryLinks(markdown) {
  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "link_open");
    for (const link of links) {
      const target = inRepository(link.attrGet("href") ?? "", env.relativePath ?? "");
      if (target !== undefined) {
        link.attrSet("href", target);
      }
    }
  });
}

function inRepository(href, page) {
  const [path = "", anchor] = href.split("#");
  const target = normalize(join("docs", dirname(page), path));
  if (path === "" || /^([a-z]+:|\/)/i.test(path) || target.startsWith("docs/")) {
    return undefined;
  }
  const kind = statSync(join(root, target)).isDirectory() ? "tree" : "blob";
  return `${repository}/${kind}/main/${target}${anchor === undefined ? "" : `#${anchor}`}`;
}
