import { errorAt, nearestOf, type Problem } from "@ironworks/core/problems";
import { unhashedName } from "./contentHash.js";
import type { DeployVariable, DeployVariables } from "./deployVariables.js";
import type { KubernetesObject } from "./kubernetesObject.js";

/** Names of the Secrets of a stack, as its manifests have them without the content hash → names of Secrets that exist. */
export type SecretNames = Readonly<Record<string, string>>;

/** Takes the place of what only Secrets hold. It must appear nowhere else. */
const UNKNOWN = "ironworks-unknown";

const OF_SECRETS: readonly DeployVariable[] = [
  "IRONIC_USERNAME",
  "IRONIC_PASSWORD",
  "IRONIC_HTPASSWD",
  "IRONIC_INSPECTOR_USERNAME",
  "IRONIC_INSPECTOR_PASSWORD",
  "INSPECTOR_HTPASSWD",
];

/** Variables for a stack whose Secrets come from elsewhere: what only they hold need not be known. */
export function withoutCredentials(variables: DeployVariables): DeployVariables {
  const unknown = OF_SECRETS.map((name) => [name, name.endsWith("HTPASSWD") ? `${UNKNOWN}:${UNKNOWN}` : UNKNOWN]);
  return { ...variables, ...Object.fromEntries(unknown) };
}

/** Objects without their Secrets, which the others find under the names given. */
export function referringTo(
  objects: readonly KubernetesObject[],
  names: SecretNames,
): { readonly objects: readonly KubernetesObject[]; readonly problems: readonly Problem[] } {
  const secrets = objects.filter(({ kind }) => kind === "Secret");
  const known = secrets.map(unhashedName);
  const renamed = new Map(secrets.map((secret) => [secret.metadata.name, names[unhashedName(secret)]]));
  const rest = objects
    .filter(({ kind }) => kind !== "Secret")
    .map((object) => replaceTexts(object, renamed) as KubernetesObject);
  return {
    objects: rest,
    problems: [
      ...secrets.flatMap((secret) => missingProblems(secret, names)),
      ...Object.keys(names).flatMap((name) => unknownProblems(name, known)),
      ...rest.flatMap(contentProblems),
    ],
  };
}

function missingProblems(secret: KubernetesObject, names: SecretNames): readonly Problem[] {
  const name = unhashedName(secret);
  if (names[name] !== undefined && names[name] !== "") {
    return [];
  }
  const keys = Object.keys((secret.data ?? {}) as object).map((key) => `\`${key}\``);
  return [
    errorAt(
      `secretNames.${name}`,
      `is missing: a Secret with ${keys.join(" and ")} in \`${secret.metadata.namespace}\`, which pods read.`,
      "make that Secret outside these files, and give its name here",
    ),
  ];
}

function unknownProblems(name: string, known: readonly string[]): readonly Problem[] {
  if (known.includes(name)) {
    return [];
  }
  const nearest = nearestOf(name, known);
  const remedy = nearest
    ? `did you mean \`${nearest}\`?`
    : known.length > 0
      ? `choose among ${known.join(", ")}`
      : "leave it out: this stack reads no Secret";
  return [errorAt(`secretNames.${name}`, "is not a Secret of this stack.", remedy)];
}

function contentProblems(object: KubernetesObject): readonly Problem[] {
  if (!JSON.stringify(object).includes(UNKNOWN)) {
    return [];
  }
  return [
    errorAt(
      "flags.authentication",
      `is on, and this release keeps credentials in ${object.kind} \`${object.metadata.name}\`, which is not a Secret.`,
      "choose a later release, or turn authentication off",
    ),
  ];
}

function replaceTexts(value: unknown, texts: ReadonlyMap<string, string | undefined>): unknown {
  if (typeof value === "string") {
    return texts.get(value) ?? value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => replaceTexts(item, texts));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceTexts(inner, texts)]));
}
