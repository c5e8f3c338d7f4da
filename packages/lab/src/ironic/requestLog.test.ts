import { expect, it } from "vitest";
import { RequestLog, routeOf } from "./requestLog.js";

it.each([
  ["/", "/"],
  ["/v1/nodes", "/v1/nodes"],
  ["/v1/nodes?limit=1000&fields=uuid", "/v1/nodes"],
  ["/v1/nodes/detail", "/v1/nodes/detail"],
  ["/v1/nodes/node-0", "/v1/nodes/{id}"],
  ["/v1/nodes/0b5c/states/provision", "/v1/nodes/{id}/states/provision"],
  ["/v1/nodes/0b5c/traits/CUSTOM_X", "/v1/nodes/{id}/traits/{id}"],
  ["/v1/ports?address=02:00:00:00:00:01", "/v1/ports"],
  ["/v1/heartbeat/0b5c", "/v1/heartbeat/{id}"],
  ["/v1/drivers/redfish", "/v1/drivers/{id}"],
])("the route of %s is %s", (path, route) => {
  expect(routeOf(path)).toBe(route);
});

it("tells clients from agents", () => {
  const log = new RequestLog();
  log.add("client", { method: "GET", path: "/v1/nodes/a", status: 200 });
  log.add("agent", { method: "GET", path: "/v1/lookup?addresses=x", status: 404 });
  expect(log.entries().map(({ by, route, status }) => [by, route, status])).toEqual([
    ["client", "/v1/nodes/{id}", 200],
    ["agent", "/v1/lookup", 404],
  ]);
});
