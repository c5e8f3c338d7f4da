import { errorAt, type Problem, validateIpaImage, warningAt } from "@ironworks/core";
import { touchesUnknown } from "../resource/plain.js";
import type { RouteInputs } from "../resource/routeInputs.js";

/** Everything wrong with the address of an Ironic API. `name` is the route's; what is not known is left for later. */
export function routeProblems(
  name: string,
  values: Readonly<Record<string, unknown>>,
  unknown: readonly string[],
): Problem[] {
  const { endpoint, caFile, caPem, insecure, ramdisk } = values;
  const problems = [
    ...nameProblems(name),
    ...endpointProblems(name, endpoint),
    ...trustProblems(caFile, caPem, insecure),
    ...(ramdisk === undefined ? [] : validateIpaImage(ramdisk)),
  ];
  return problems
    .filter(({ field }) => !touchesUnknown(field, unknown))
    .map((problem) => ({ ...problem, resource: name }));
}

/** Problems of a route, as fields of the resource that uses it. */
export function routeProblemsWithin(resource: string, route: RouteInputs, unknown: readonly string[]): Problem[] {
  const within = unknown.flatMap((path) => (path.startsWith("route.") ? [path.slice("route.".length)] : []));
  return routeProblems(route.name, { ...route }, within).map((problem) => ({
    ...problem,
    resource,
    field: `route.${problem.field}`,
  }));
}

/** HTTP basic authentication is as readable as its connection. Loopback is nobody else's. */
export function plainHttpWarning(name: string, endpoint: unknown): Problem[] {
  const url = typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "http:" || isLoopback(url.hostname)) {
    return [];
  }
  const warning = warningAt("endpoint", "sends its password readable over plain `http`.", "use `https`, with `caFile`");
  return [{ ...warning, resource: name }];
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}

function nameProblems(name: string): Problem[] {
  if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    return [];
  }
  return [errorAt("name", "is not a name for a route.", "use letters, digits, `-` and `_`, with a letter first")];
}

function endpointProblems(name: string, endpoint: unknown): Problem[] {
  const field = "endpoint";
  const url = typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return [errorAt(field, "is not the address of an Ironic API.", "write `https://<host>:6385`")];
  }
  if (url.username !== "" || url.password !== "") {
    const set = `\`pulumi config set ironworks:${name}.username\` and \`pulumi config set --secret ironworks:${name}.password\``;
    return [errorAt(field, "holds a user name or password.", `take them out, and set ${set}`)];
  }
  if (url.search !== "" || url.hash !== "") {
    return [errorAt(field, "has a query or a fragment.", "write the root of the API, e.g. `https://<host>:6385`")];
  }
  return [];
}

function trustProblems(caFile: unknown, caPem: unknown, insecure: unknown): Problem[] {
  const problems: Problem[] = [];
  if (caFile !== undefined && caPem !== undefined) {
    problems.push(errorAt("caPem", "is given beside `caFile`.", "keep one of the two"));
  }
  if (typeof caPem === "string" && !caPem.includes("-----BEGIN CERTIFICATE-----")) {
    problems.push(
      errorAt("caPem", "holds no certificate in PEM.", "give the file's text, with its BEGIN and END lines"),
    );
  }
  if (insecure === true && (caFile !== undefined || caPem !== undefined)) {
    problems.push(
      errorAt("insecure", "accepts any certificate, so `caFile` and `caPem` are not looked at.", "keep one of them"),
    );
  }
  return problems;
}
