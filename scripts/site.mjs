/**
 * `node scripts/site.mjs [build|serve|dev]`: the site, from `docs/` and the comments of the public packages. `build`
 * fails on a link that leads nowhere; `serve` builds and shows it on loopback, `dev` shows pages as they are written.
 */
import { join } from "node:path";
import { root } from "./setup/root.mjs";
import { command } from "./test/command.mjs";

const site = join(root, "site");
const local = ["--host", "127.0.0.1"];
const runs = {
  build: [["vitepress", "build"]],
  serve: [
    ["vitepress", "build"],
    ["vitepress", "preview", ...local],
  ],
  dev: [["vitepress", "dev", ...local]],
};

const wanted = runs[process.argv[2] ?? "serve"];
if (!wanted) {
  process.stderr.write("usage: node scripts/site.mjs [build|serve|dev]\n");
  process.exit(2);
}
for (const [tool, ...args] of [["typedoc", "--logLevel", "Warn"], ...wanted]) {
  const file = { typedoc: "typedoc/bin/typedoc", vitepress: "vitepress/bin/vitepress.js" }[tool];
  const code = await command(process.execPath, [join(site, "node_modules", file), ...args], process.env, site);
  if (code !== 0) {
    process.exit(code);
  }
}
