/**
 * What is done with JSON values, for all packages of Ironworks.
 *
 * @packageDocumentation
 */

// Is it an object; an object without what is undefined.

export { compact, isRecord, type JsonObject } from "./json.js";

// Equality and hashes that do not depend on the order of members.

export { canonicalJson, hashOf } from "./canonicalJson.js";
export { equalJson } from "./equalJson.js";

// Paths of members, for people and in the API server's words.

export { fieldPath, serverFieldPath } from "./fieldPath.js";

// Readers of JSON that somebody else wrote: what is not of the wanted kind is absent.

export { booleanOf, fieldOf, itemsOf, numberOf, objectOf, textOf } from "./untrusted.js";
