import { createHash } from "node:crypto";
import type { FleetStatus, HardwareByNode } from "../hostStatus.js";
import { countsOf } from "../statusText.js";
import { fleetPicture } from "./fleetPicture.js";
import { disksSection, hostsTable, troublesSection } from "./hostSections.js";
import { html, trusted } from "./markup.js";
import { PAGE_SCRIPT } from "./pageScript.js";
import { PAGE_STYLE } from "./pageStyle.js";
import { switchMap } from "./switchMap.js";

/** A page that needs nothing but itself: it asks no server for anything, and says so to the browser. */
export function statusPage(status: FleetStatus, hardware: HardwareByNode): string {
  const policy = `default-src 'none'; style-src '${hashOf(PAGE_STYLE)}'; script-src '${hashOf(PAGE_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const title = status.stack ?? status.endpoints.map(({ name }) => name).join(", ");
  const places = status.endpoints.map(({ name, url }) => `${name} (${url})`).join(", ");
  const { hosts } = status;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<title>${title}: hosts</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="soft">As of <time datetime="${status.at}">${status.at.replace("T", " ").slice(0, 19)} UTC</time> · ${places}</p>
<p>${countsOf(status)}</p>
${troublesSection(status)}
<section><h2>Fleet</h2>${hosts.length === 0 ? html`<p>There is no host.</p>` : fleetPicture(status)}</section>
<section><h2>Hosts</h2>${hosts.length === 0 ? html`<p>There is no host.</p>` : hostsTable(status)}</section>
${disksSection(hosts, hardware)}
${switchMap(hosts, hardware)}
</main>
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
