import { isRecord } from "@ironworks/core/json";
import type { Problem } from "@ironworks/core/problems";
import { kindProblem } from "./kindProblem.js";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const MOST_ANNOTATIONS = 256 * 1024;

const NAME_REMEDY = "use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends, 253 at most";
const NAMESPACE_REMEDY = "use lower-case letters, digits and `-`, with a letter or digit at both ends, 63 at most";

/** What the API server finds wrong with an object's metadata: names, labels and annotations. */
export function metadataProblems(metadata: unknown): Problem[] {
  if (!isRecord(metadata)) {
    return [nameless()];
  }
  return [...nameProblems(metadata), ...labelProblems(metadata.labels), ...annotationProblems(metadata.annotations)];
}

function nameless(): Problem {
  return kindProblem("metadata-name", "metadata.name", "is required.", "name the object, or give `generateName`");
}

function nameProblems(metadata: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = [];
  const { name, generateName, namespace } = metadata;
  if (name === undefined || name === null || name === "") {
    if (typeof generateName !== "string" || generateName === "") {
      problems.push(nameless());
    }
  } else if (typeof name !== "string") {
    problems.push(kindProblem("metadata-name", "metadata.name", "must be a string."));
  } else if (name.length > 253 || !SUBDOMAIN.test(name)) {
    const message = `is \`${name}\`, which is not a name that Kubernetes takes.`;
    problems.push(kindProblem("metadata-name", "metadata.name", message, NAME_REMEDY));
  }
  if (namespace !== undefined && namespace !== null && namespace !== "") {
    if (typeof namespace !== "string" || namespace.length > 63 || !LABEL.test(namespace)) {
      const message = `is \`${namespace}\`, which is not a name of a namespace that Kubernetes takes.`;
      problems.push(kindProblem("metadata-namespace", "metadata.namespace", message, NAMESPACE_REMEDY));
    }
  }
  return problems;
}

function labelProblems(labels: unknown): Problem[] {
  return texts(labels, "metadata.labels", "metadata-labels", (name, value) => {
    if (!isQualifiedName(name)) {
      return `has the name \`${name}\`, which is not one that a label may have.`;
    }
    if (value.length > 63 || (value !== "" && !QUALIFIED.test(value))) {
      return `has the value \`${value}\` at \`${name}\`, which is not one that a label may have.`;
    }
    return undefined;
  });
}

function annotationProblems(annotations: unknown): Problem[] {
  const problems = texts(annotations, "metadata.annotations", "metadata-annotations", (name) =>
    isQualifiedName(name.toLowerCase())
      ? undefined
      : `has the name \`${name}\`, which is not one that an annotation may have.`,
  );
  const size = isRecord(annotations)
    ? Object.entries(annotations).reduce((sum, [name, value]) => sum + bytes(name) + bytes(String(value)), 0)
    : 0;
  if (size > MOST_ANNOTATIONS) {
    const message = `has ${size} bytes; ${MOST_ANNOTATIONS} are allowed.`;
    problems.push(kindProblem("metadata-annotations", "metadata.annotations", message));
  }
  return problems;
}

function texts(
  map: unknown,
  path: string,
  rule: "metadata-labels" | "metadata-annotations",
  fault: (name: string, value: string) => string | undefined,
): Problem[] {
  if (map === undefined || map === null) {
    return [];
  }
  if (!isRecord(map)) {
    return [kindProblem(rule, path, "must map names to strings.")];
  }
  return Object.entries(map).flatMap(([name, value]) => {
    if (typeof value !== "string") {
      return [kindProblem(rule, path, `has a value at \`${name}\` that is not a string.`, "put it in quotes")];
    }
    const message = fault(name, value);
    return message === undefined ? [] : [kindProblem(rule, path, message)];
  });
}

function isQualifiedName(text: string): boolean {
  const parts = text.split("/");
  const name = parts.pop() ?? "";
  const prefix = parts[0];
  if (parts.length > 1 || name.length > 63 || !QUALIFIED.test(name)) {
    return false;
  }
  return prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix));
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
