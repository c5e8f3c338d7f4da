import type { Metal3KindName } from "../kinds/generated/registry.gen.js";
import {
  isOperatorObject,
  kindOf,
  type Manifest,
  nameOf,
  namespacedNameOf,
  namespaceOf,
  objectKey,
} from "./manifest.js";
import type { AdmissionRequest, Rule } from "./rule.js";
import { rulesOf } from "./rulesOf.js";

/** Whether an object is a BareMetalHost. */
export function isHost(object: Manifest): boolean {
  return kindOf(object) === "BareMetalHost" && isOperatorObject(object);
}

/** Whether the set has hosts in the object's namespace, and none of a name. */
export function lacksHost({ object, others }: AdmissionRequest, name: string): boolean {
  const namespace = namespaceOf(object);
  const keysOf = (host: Manifest): readonly string[] =>
    isHost(host) ? [namespaceOf(host), namespacedNameOf(host)] : [];
  return (
    others.lookUp("hosts", keysOf, namespace).length > 0 &&
    others.lookUp("hosts", keysOf, `${namespace}/${name}`).length === 0
  );
}

/** What is advised for a kind whose objects are called like the host that they are about. */
export function namesakeRules(kind: Metal3KindName, id: string): readonly Rule[] {
  return rulesOf({ kind, by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id,
      field: "metadata.name",
      message: "is not the name of a host, although the set has hosts in the namespace: the object has no effect.",
      remedy: "give the object the name of its host",
      fault: (request) => lacksHost(request, nameOf(request.object)),
    },
  ]);
}

/** What is advised for any object among those that are applied together with it. */
export const SET_RULES: readonly Rule[] = rulesOf(
  { kind: "any", by: "advice", on: ["create", "update"], severity: "warning" },
  [
    {
      id: "object-defined-twice",
      field: "metadata.name",
      message: "is the name of two objects of the kind in the set; whichever is applied last holds.",
      remedy: "remove or rename one of the two",
      fault: ({ object, others }) => {
        const twins = others.lookUp("identities", (other) => [objectKey(other)], objectKey(object));
        return nameOf(object) !== "" && twins.includes(object) && twins.length > 1;
      },
    },
  ],
);
