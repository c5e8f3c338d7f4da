import { flagsMatch } from "../releases/deployFlags.js";
import type { ContainerLayer, PodLayer } from "../releases/pod.js";
import type { ConditionalLayer } from "../releases/releaseFacts.js";
import { type NameMap, prefixed, resolveReferences } from "./names.js";
import { layerPod } from "./podLayer.js";
import type { StackContext } from "./stackContext.js";

/** A pod with the layers that the flags call for, images and names filled in. */
export function composePod(
  pod: PodLayer,
  layers: readonly ConditionalLayer[],
  { facts, flags }: StackContext,
  names: NameMap,
): object {
  const layered = layers
    .filter(({ when }) => flagsMatch(flags, when))
    .reduce((base, layer) => layerPod(base, layer.pod), pod);
  const resolved = resolveReferences(layered, names);
  const withImage = (container: ContainerLayer) =>
    container.image === undefined ? container : { ...container, image: facts.images[container.image] };
  return {
    ...resolved,
    ...(resolved.serviceAccountName ? { serviceAccountName: prefixed(resolved.serviceAccountName) } : {}),
    ...(resolved.initContainers ? { initContainers: resolved.initContainers.map(withImage) } : {}),
    containers: (resolved.containers ?? []).map(withImage),
  };
}
