import { readFileSync } from "node:fs";
import { join } from "node:path";
import { instance } from "@viz-js/viz";

/** The drawing of the parts, and the text that it is made from. */
export const DRAWING = { source: "docs/parts.dot", picture: "docs/parts.svg" } as const;

/** The picture of the text as SVG. Graphviz says its version in a comment, which is left out. */
export async function drawing(root: string): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(readFileSync(join(root, DRAWING.source), "utf8"), { format: "svg" });
  return svg.slice(svg.indexOf("<svg"));
}
