import { type Manifest, objectKey } from "./manifest.js";

/**
 * Objects that exist or are applied together, with look-ups that stay fast for thousands of hosts. Make it once for all
 * objects that are checked against it.
 */
export class ObjectSet {
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly Manifest[]>>();
  readonly #facts = new Map<string, unknown>();

  /** The objects, in the order in which they were given. */
  readonly objects: readonly Manifest[];

  /** @param objects - The objects, whatever their kinds; they must not change afterwards. */
  constructor(objects: readonly Manifest[]) {
    this.objects = objects;
  }

  /** The objects with a key, e.g. all hosts with one MAC. The name stands for the function: one index a name. */
  lookUp(name: string, keysOf: (object: Manifest) => Iterable<string>, key: string): readonly Manifest[] {
    let index = this.#indexes.get(name);
    if (!index) {
      const entries = new Map<string, Manifest[]>();
      for (const object of this.objects) {
        for (const found of new Set(keysOf(object))) {
          const list = entries.get(found);
          if (list) {
            list.push(object);
          } else {
            entries.set(found, [object]);
          }
        }
      }
      index = entries;
      this.#indexes.set(name, index);
    }
    return index.get(key) ?? [];
  }

  /** Like {@link lookUp}, without the object itself and its earlier forms. */
  lookUpOthers(
    object: Manifest,
    name: string,
    keysOf: (object: Manifest) => Iterable<string>,
    key: string,
  ): readonly Manifest[] {
    const own = objectKey(object);
    return this.lookUp(name, keysOf, key).filter((other) => objectKey(other) !== own);
  }

  /** Something that holds for the whole set, found out once. */
  fact<T>(name: string, find: (objects: readonly Manifest[]) => T): T {
    if (!this.#facts.has(name)) {
      this.#facts.set(name, find(this.objects));
    }
    return this.#facts.get(name) as T;
  }
}
