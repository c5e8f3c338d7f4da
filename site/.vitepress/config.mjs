import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { repository } from "../../scripts/links/addresses.mjs";
import { slug } from "../../scripts/links/slug.mjs";
import { repositoryLinks } from "./repositoryLinks.mjs";
import { sidebar } from "./sidebar.mjs";

/** The pages are in `docs/`; nothing here is asked from the network, neither while building nor while reading. */
export default defineConfig({
  title: "Ironworks",
  description: "Bare-metal infrastructure as code in TypeScript.",
  lang: "en",
  /** A site below a path, such as `/ironworks/`; with both slashes. */
  base: process.env.IRONWORKS_SITE_BASE ?? "/",
  srcDir: "../docs",
  cleanUrls: false,
  ignoreDeadLinks: false,
  markdown: {
    anchor: { slugify: slug },
    config: (markdown) => markdown.use(repositoryLinks),
  },
  vite: {
    resolve: {
      // The pages lie outside of this package, so Vue would not be found from there.
      alias: [
        {
          find: /^vue(\/server-renderer)?$/,
          replacement: `${fileURLToPath(new URL("../node_modules/vue", import.meta.url))}$1`,
        },
      ],
    },
    build: { chunkSizeWarningLimit: 4000 },
  },
  /** A table of seven columns takes the place of the outline, too. */
  transformPageData: ({ relativePath }) =>
    relativePath === "rules.md" ? { frontmatter: { aside: false, pageClass: "wide" } } : undefined,
  themeConfig: {
    search: {
      provider: "local",
      // A page of prose says more than one of hundreds of members that bear the same word.
      options: {
        miniSearch: {
          searchOptions: { boostDocument: (id) => (id.includes("/reference/api/") ? 0.2 : 1) },
        },
      },
    },
    nav: [
      { text: "Start", link: "/start" },
      { text: "Guides", link: "/pulumi", activeMatch: "^/(pulumi|cdk8s|guides/)" },
      {
        text: "Reference",
        link: "/reference/configuration",
        activeMatch: "^/(reference/(?!api/)|errors|kinds|rules|profiles|guard)",
      },
      { text: "API", link: "/reference/api/", activeMatch: "^/reference/api/" },
      { text: "Support", link: "/support" },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    externalLinkIcon: true,
    socialLinks: [{ icon: "github", link: repository }],
    editLink: { pattern: `${repository}/edit/main/docs/:path`, text: "Edit this page" },
    footer: { message: "Apache-2.0 · no telemetry, in the packages or on this site" },
  },
});
