import { objectOf } from "@ironworks/core/json";
import { goText, isSet, kindOf, type Manifest, nameOf, namespaceOf, specOf } from "../manifest.js";
import type { ObjectSet } from "../objectSet.js";

/** Kinds that make a Secret, and where they say what it is called; their own name by default. */
const MAKERS: Readonly<Record<string, (object: Manifest) => string>> = {
  Secret: nameOf,
  ExternalSecret: (object) => goText(objectOf(specOf(object).target).name) || nameOf(object),
  SealedSecret: (object) => goText(objectOf(objectOf(specOf(object).template).metadata).name) || nameOf(object),
};

/** Whether the set has a Secret of a namespace, or an object that makes one; of one name, when given. */
export function hasSecret(set: ObjectSet, namespace: string, name?: string): boolean {
  const key = name === undefined ? namespace : `${namespace}/${name}`;
  return set.lookUp("secrets", secretKeys, key).length > 0;
}

/** The plain Secret of a name. */
export function secretOf(set: ObjectSet, namespace: string, name: string): Manifest | undefined {
  return set.lookUp("secrets", secretKeys, `${namespace}/${name}`).find((object) => kindOf(object) === "Secret");
}

function secretKeys(object: Manifest): readonly string[] {
  const kind = kindOf(object);
  const made = Object.hasOwn(MAKERS, kind) ? MAKERS[kind]?.(object) : undefined;
  return made === undefined ? [] : [namespaceOf(object), `${namespaceOf(object)}/${made}`];
}

/** Which of a BMC's credentials a Secret lacks. Encrypted values (SOPS) count as given. */
export function credentialGaps(secret: Manifest): readonly string[] {
  return ["username", "password"].filter((key) => {
    const value = objectOf(secret.stringData)[key] ?? objectOf(secret.data)[key];
    return !isSet(value) || value === "";
  });
}
