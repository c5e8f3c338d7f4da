import { expect, it } from "vitest";
import type { RouteInputs } from "../resource/routeInputs.js";
import { credentialsRemedy, environmentKey, resolveCredentials } from "./credentials.js";

const route: RouteInputs = {
  kind: "ironic",
  name: "site-a",
  endpoint: "http://x",
  username: "input",
  password: "input",
};
const nothing = (): undefined => undefined;
const from =
  (values: Record<string, string>) =>
  (key: string): string | undefined =>
    values[key];

it("takes stack configuration, then the environment, then the input, field by field", () => {
  const config = from({ "ironworks:site-a.password": "config" });
  const environment = from({ IRONWORKS_SITE_A_PASSWORD: "environment", IRONWORKS_SITE_A_USERNAME: "environment" });
  expect(resolveCredentials(route, config, environment)).toMatchObject({ username: "environment", password: "config" });
  expect(resolveCredentials(route, nothing, environment)).toMatchObject({
    username: "environment",
    password: "environment",
  });
  expect(resolveCredentials(route, nothing, nothing)).toMatchObject({ username: "input", password: "input" });
});

it("needs none", () => {
  const open: RouteInputs = { kind: "ironic", name: "lab", endpoint: "http://x" };
  expect(resolveCredentials(open, nothing, nothing)).toEqual({ username: undefined, password: undefined, sources: {} });
});

it("makes names that a shell accepts", () => {
  expect(environmentKey("site-a_2", "username")).toBe("IRONWORKS_SITE_A_2_USERNAME");
});

it.each<[string, RouteInputs, Record<string, string>, Record<string, string>, string]>([
  [
    "no credentials",
    { kind: "ironic", name: "site-a", endpoint: "http://x" },
    {},
    {},
    "none are set: `pulumi config set ironworks:site-a.username …` and `pulumi config set --secret ironworks:site-a.password`, " +
      "or set IRONWORKS_SITE_A_USERNAME and IRONWORKS_SITE_A_PASSWORD",
  ],
  [
    "stack configuration, which the engine may have kept from the last run",
    route,
    { "ironworks:site-a.username": "u", "ironworks:site-a.password": "p" },
    {},
    "check `ironworks:site-a.username` and `ironworks:site-a.password`; if they are right: `refresh` and `destroy` use the " +
      "configuration of the last `pulumi up`, so run `pulumi up` first, or add `--run-program`",
  ],
  [
    "the environment and an input",
    route,
    {},
    { IRONWORKS_SITE_A_PASSWORD: "p" },
    'check `username` of `ironicApi("site-a")` and IRONWORKS_SITE_A_PASSWORD',
  ],
])("says where refused credentials come from, and what to do: %s", (_, at, config, environment, remedy) => {
  expect(credentialsRemedy(at.name, resolveCredentials(at, from(config), from(environment)))).toBe(remedy);
});
