import type { ApiObject } from "cdk8s";
import { mergedSyncOptions, SYNC_OPTIONS_ANNOTATION } from "./syncOptions.js";

const WAVE_ANNOTATION = "argocd.argoproj.io/sync-wave";
const FLUX_PRUNE_ANNOTATION = "kustomize.toolkit.fluxcd.io/prune";

/** How Argo CD treats an object. */
export interface GitOpsOptions {
  /**
   * Wave: lower ones are applied first, and are healthy before the next.
   * @default - none, which Argo CD takes for 0
   */
  readonly wave?: number | undefined;
  /**
   * Further sync options, such as `ServerSideApply=true`.
   * @default - none
   */
  readonly syncOptions?: readonly string[] | undefined;
}

/** Annotations by which Argo CD and Flux order objects and leave them where they are. */
// biome-ignore lint/complexity/noStaticOnlyClass: cdk8s's other languages know no functions outside classes.
export class GitOps {
  /**
   * Keeps an object in the cluster when it leaves the repository, and when its Application or Kustomization is deleted. For
   * whatever makes the Secrets of hosts: an ExternalSecret, a SealedSecret, a Secret that SOPS encrypted.
   *
   * It protects neither against an edit nor against `kubectl delete`.
   *
   * @param object - What is kept.
   * @param options - Wave and further sync options. Default: none.
   * @example
   * ```ts
   * GitOps.protect(ApiObject.of(externalSecret), { wave: 0 });
   * ```
   */
  static protect(object: ApiObject, options: GitOpsOptions = {}): void {
    GitOps.order(object, {
      ...options,
      syncOptions: ["Prune=false", "Delete=false", ...(options.syncOptions ?? [])],
    });
    object.metadata.addAnnotation(FLUX_PRUNE_ANNOTATION, "disabled");
  }

  /**
   * Gives an object a wave and sync options, and no protection.
   *
   * @param object - What is ordered.
   * @param options - Wave and sync options.
   */
  static order(object: ApiObject, options: GitOpsOptions): void {
    const { wave, syncOptions = [] } = options;
    if (wave !== undefined) {
      object.metadata.addAnnotation(WAVE_ANNOTATION, String(wave));
    }
    if (syncOptions.length === 0) {
      return;
    }
    const { annotations } = (object.metadata.toJson() ?? {}) as {
      readonly annotations?: Readonly<Record<string, string>> | undefined;
    };
    object.metadata.addAnnotation(
      SYNC_OPTIONS_ANNOTATION,
      mergedSyncOptions(annotations?.[SYNC_OPTIONS_ANNOTATION], syncOptions),
    );
  }
}
