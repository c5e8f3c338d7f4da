import { errorAt, type Problem } from "@ironworks/core";
import { type AnyRelease, isRelease, KNOWN_RELEASES, lineOf } from "@ironworks/metal3";

/** Stands in where a release is wrong, which is among the problems. */
export const NEWEST_RELEASE: AnyRelease = KNOWN_RELEASES.at(-1) ?? "v0.14";

/** How hosts are driven: by BareMetalHost objects, on which the operator of a release acts. */
export class OperatorRoute {
  /**
   * The route of an operator that is deployed elsewhere.
   *
   * @param release - The operator's release, e.g. `v0.13.2`; a line such as `v0.13` stands for its newest patch.
   * @throws TypeError where no such release is known.
   * @example
   * ```ts
   * const route = OperatorRoute.forRelease("v0.13.2");
   * ```
   */
  static forRelease(release: string): OperatorRoute {
    return new OperatorRoute(release);
  }

  /** Always `operator`, which tells it from a route to an Ironic API. */
  readonly kind = "operator";

  private constructor(
    /** Release of baremetal-operator that hosts are checked against. */
    readonly release: string,
  ) {
    if (!isRelease(release) || release.startsWith("irso-")) {
      throw new TypeError(
        `\`${release}\` is not a release of baremetal-operator. next: write a patch such as \`${NEWEST_RELEASE}\`, or a line such as \`${lineOf(NEWEST_RELEASE)}\``,
      );
    }
  }
}

/** The release of a route. What is not a route counts as the newest: {@link routeProblems} says what it is. */
export function releaseOf(route: OperatorRoute): AnyRelease {
  return isOperatorRoute(route) ? (route.release as AnyRelease) : NEWEST_RELEASE;
}

/** What is wrong with what a program gave as a host's route. */
export function routeProblems(route: unknown): readonly Problem[] {
  if (isOperatorRoute(route)) {
    return [];
  }
  const remedy = "write `stack.operator`, or `OperatorRoute.forRelease(…)` for an operator that is deployed elsewhere";
  if (route === undefined) {
    return [errorAt("route", "is missing.", remedy)];
  }
  if ((route as { readonly kind?: unknown } | null)?.kind === "ironic") {
    const message = "leads to an Ironic API, and a BareMetalHost object is driven by the operator.";
    return [errorAt("route", message, `${remedy}; hosts of that route are resources of \`@ironworks/pulumi\``)];
  }
  return [errorAt("route", "is not the route of an operator.", remedy)];
}

function isOperatorRoute(route: unknown): route is OperatorRoute {
  const { kind, release } = (route ?? {}) as Partial<OperatorRoute>;
  return kind === "operator" && typeof release === "string";
}
