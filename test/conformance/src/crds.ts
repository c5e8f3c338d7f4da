import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyRelease, crd, isKindName, kindsOf } from "@ironworks/metal3";
import { differences } from "./difference.js";
import type { Comparison, ConformancePart } from "./part.js";

/** Releases with data, by the folder that holds them. Folder names are releases. */
const RELEASES: readonly AnyRelease[] = ["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0", "irso-v0.11.0"];

/** Our CustomResourceDefinitions against upstream's: equal but for descriptions. */
export const crdPart: ConformancePart = {
  name: "crds",
  run(dataFolder: string): readonly Comparison[] {
    return RELEASES.flatMap((release) => compareRelease(dataFolder, release));
  },
};

function compareRelease(dataFolder: string, release: AnyRelease): Comparison[] {
  const path = join(dataFolder, "upstream", release, "crds.json");
  const upstream: { spec: { names: { kind: string } } }[] = JSON.parse(readFileSync(path, "utf8"));
  const names = upstream.map((definition) => definition.spec.names.kind);
  const kinds = differences([...kindsOf(release)].sort(), [...names].sort());
  const comparisons: Comparison[] = [result(`${release}: kinds`, kinds)];
  for (const definition of upstream) {
    const kind = definition.spec.names.kind;
    const ours = isKindName(kind) ? withoutDescriptions(crd(kind, release)) : undefined;
    comparisons.push(result(`${release}: ${kind}`, differences(ours, withoutDescriptions(definition))));
  }
  return comparisons;
}

function result(name: string, lines: readonly string[]): Comparison {
  return lines.length === 0 ? { name, ok: true } : { name, ok: false, difference: lines.join("\n") };
}

/** A copy without descriptions of schemas and columns. A property may be named `description`; it is an object. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDescriptions);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const kept = Object.entries(value).filter(([name, content]) => name !== "description" || typeof content !== "string");
  return Object.fromEntries(kept.map(([name, content]) => [name, withoutDescriptions(content)]));
}
