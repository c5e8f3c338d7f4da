import { expect, it } from "vitest";
import type { RouteInputs } from "../resource/routeInputs.js";
import { environmentKey, resolveCredentials } from "./credentials.js";

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
  expect(resolveCredentials(route, config, environment)).toEqual({ username: "environment", password: "config" });
  expect(resolveCredentials(route, nothing, environment)).toEqual({ username: "environment", password: "environment" });
  expect(resolveCredentials(route, nothing, nothing)).toEqual({ username: "input", password: "input" });
});

it("needs none", () => {
  const open: RouteInputs = { kind: "ironic", name: "lab", endpoint: "http://x" };
  expect(resolveCredentials(open, nothing, nothing)).toEqual({ username: undefined, password: undefined });
});

it("makes names that a shell accepts", () => {
  expect(environmentKey("site-a_2", "username")).toBe("IRONWORKS_SITE_A_2_USERNAME");
});
