import type { PodLayer } from "../releases/pod.js";

/** What identifies an item of a list, by the list's name. Lists without a key are replaced whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  volumes: "name",
  env: "name",
  volumeMounts: "mountPath",
  ports: "containerPort",
};

type Item = Readonly<Record<string, unknown>>;

/**
 * Puts a layer on a pod. Items that the layer names are merged and move to the front in the layer's order; the rest
 * follow as they were. This is the order in which kustomize's strategic merge leaves lists.
 */
export function layerPod(pod: PodLayer, layer: PodLayer): PodLayer {
  return mergeItems(pod as Item, layer as Item) as PodLayer;
}

function mergeItems(base: Item, layer: Item): Item {
  const merged: Record<string, unknown> = { ...base };
  for (const [member, value] of Object.entries(layer)) {
    if (value !== undefined) {
      merged[member] = mergeMember(member, base[member], value);
    }
  }
  return merged;
}

function mergeMember(member: string, base: unknown, layer: unknown): unknown {
  if (Array.isArray(layer)) {
    const key = MERGE_KEYS[member];
    return key && Array.isArray(base) ? mergeLists(base as Item[], layer as Item[], key) : layer;
  }
  return isItem(base) && isItem(layer) ? mergeItems(base, layer) : layer;
}

function mergeLists(base: readonly Item[], layer: readonly Item[], key: string): readonly Item[] {
  const named = new Set(layer.map((item) => item[key]));
  return [
    ...layer.map((item) => {
      const existing = base.find((candidate) => candidate[key] === item[key]);
      return existing ? mergeItems(existing, item) : item;
    }),
    ...base.filter((item) => !named.has(item[key])),
  ];
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
