import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  deployLettersOf,
  type KubernetesObject,
  objectIdentity,
  parseDeployFlags,
  synthesiseUpstream,
} from "@ironworks/metal3";
import { differences } from "./difference.js";
import type { Comparison, ConformancePart } from "./part.js";

/** A flag set as it was recorded: names of definitions, and everything else in the order applied. */
interface RecordedSet {
  readonly customResourceDefinitions: readonly string[];
  readonly objects: readonly KubernetesObject[];
}

/** The settings of the recording. */
const VARIABLES = {
  IRONIC_HOST_IP: "10.0.20.99",
  MARIADB_HOST_IP: "127.0.0.1",
  IRONIC_USERNAME: "ironic-user",
  IRONIC_PASSWORD: "ironic-pass",
  IRONIC_HTPASSWD: "ironic-user:$2y$05",
  IRONIC_INSPECTOR_USERNAME: "inspector-user",
  IRONIC_INSPECTOR_PASSWORD: "inspector-pass",
  INSPECTOR_HTPASSWD: "inspector-user:$2y$05",
};

/** Profile `upstream` against what deploy.sh applies: every object of every flag set, and their order. */
export const stackPart: ConformancePart = {
  name: "stacks",
  run(dataFolder: string): readonly Comparison[] {
    const upstream = join(dataFolder, "upstream");
    const releases = readdirSync(upstream).filter((name) => deployLettersOf(name) !== undefined);
    return releases.flatMap((release) =>
      readdirSync(join(upstream, release))
        .filter((file) => file.endsWith(".json") && file !== "crds.json")
        .flatMap((file) => compareSet(release, file.replace(/\.json$/, ""), join(upstream, release, file))),
    );
  },
};

function compareSet(release: string, set: string, file: string): readonly Comparison[] {
  const recorded: RecordedSet = JSON.parse(readFileSync(file, "utf8"));
  const { flags } = parseDeployFlags(`-${set.split("-").join(" -")}`);
  const ours: readonly KubernetesObject[] = JSON.parse(
    JSON.stringify(synthesiseUpstream({ release, flags, variables: VARIABLES }).objects),
  );
  const definitions = ours
    .filter(({ kind }) => kind === "CustomResourceDefinition")
    .map(({ metadata }) => metadata.name);
  const objects = ours.filter(({ kind }) => kind !== "CustomResourceDefinition");
  const theirs = onceEach(recorded.objects);
  const name = `${release} -${set.split("-").join(" -")}`;
  const order = [
    ...differences(definitions, recorded.customResourceDefinitions),
    ...differences(objects.map(objectIdentity), theirs.map(objectIdentity)),
  ];
  return [
    comparison(`${name}: which objects, in which order`, order),
    ...theirs.map((object) => {
      const counterpart = objects.find((candidate) => objectIdentity(candidate) === objectIdentity(object));
      return comparison(`${name}: ${object.kind} ${object.metadata.name}`, differences(counterpart, object));
    }),
  ];
}

/** deploy.sh applies some objects twice; the first place counts. */
function onceEach(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return [...new Map(objects.map((object) => [objectIdentity(object), object])).values()];
}

function comparison(name: string, lines: readonly string[]): Comparison {
  return lines.length === 0 ? { name, ok: true } : { name, ok: false, difference: lines.join("\n") };
}
