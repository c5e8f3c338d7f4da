import { entries } from "./api.mjs";

/** The API of the public packages, as Markdown below `docs/reference/api`, where nothing is checked in. */
export default {
  entryPoints: entries.map(({ source }) => source),
  tsconfig: "tsconfig.json",
  plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme", "./moduleNames.mjs"],
  out: "../docs/reference/api",
  docsRoot: "../docs",
  readme: "none",
  name: "API",
  outputFileStrategy: "modules",
  skipErrorChecking: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  sortEntryPoints: false,
  disableSources: true,
  sort: ["source-order"],
  hidePageHeader: true,
  hideBreadcrumbs: false,
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  enumMembersFormat: "table",
  tableColumnSettings: { hideInherited: true, hideModifiers: true, hideOverrides: true, hideSources: true },
};
