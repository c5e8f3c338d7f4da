import { parseRequestUri } from "./goUrl.js";
import { isSet, type Manifest, mapOf, namespaceOf, specOf, textOf } from "./manifest.js";
import { hasStrictColons } from "./operatorBmc.js";
import type { Finding, Rule } from "./rule.js";

function hasHeaders(subscription: Manifest): boolean {
  return isSet(specOf(subscription).httpHeadersRef);
}

/**
 * The webhook compares pointers: two specs with `httpHeadersRef` are never the same, whatever they hold. Hence no update
 * of such a subscription passes, the operator's own included.
 */
function changes(object: Manifest, old: Manifest): boolean {
  if (hasHeaders(object) || hasHeaders(old)) {
    return true;
  }
  return ["hostName", "destination", "context"].some(
    (name) => textOf(specOf(object)[name]) !== textOf(specOf(old)[name]),
  );
}

/** What the webhook asks of a BMCEventSubscription. */
export const EVENT_SUBSCRIPTION_RULES: readonly Rule[] = [
  {
    id: "subscription-host-name-required",
    kind: "BMCEventSubscription",
    by: "webhook",
    on: ["create"],
    severity: "error",
    message: "The subscription names no host.",
    remedy: "Set `spec.hostName` to the name of a BareMetalHost in the same namespace.",
    *check({ object }): Iterable<Finding> {
      if (textOf(specOf(object).hostName) === "") {
        yield { field: "spec.hostName" };
      }
    },
  },
  {
    id: "subscription-headers-namespace",
    kind: "BMCEventSubscription",
    by: "webhook",
    on: ["create"],
    severity: "error",
    since: "v0.8.1",
    except: ["v0.9.0"],
    message: "`httpHeadersRef` names no Secret of the subscription's own namespace.",
    remedy: "Set `spec.httpHeadersRef.namespace` to the subscription's namespace; it must be written out.",
    *check({ object }): Iterable<Finding> {
      if (!hasHeaders(object)) {
        return;
      }
      if (textOf(mapOf(specOf(object).httpHeadersRef).namespace) !== namespaceOf(object)) {
        yield { field: "spec.httpHeadersRef.namespace" };
      }
    },
  },
  {
    id: "subscription-destination-required",
    kind: "BMCEventSubscription",
    by: "webhook",
    on: ["create"],
    severity: "error",
    message: "The subscription has no destination.",
    remedy: "Set `spec.destination` to the URL that takes the events.",
    *check({ object }): Iterable<Finding> {
      if (textOf(specOf(object).destination) === "") {
        yield { field: "spec.destination" };
      }
    },
  },
  {
    id: "subscription-destination-invalid",
    kind: "BMCEventSubscription",
    by: "webhook",
    on: ["create"],
    severity: "error",
    message: "The destination is not an absolute URL.",
    remedy: "Write `https://host[:port]/path`.",
    *check({ object, release }): Iterable<Finding> {
      const destination = textOf(specOf(object).destination);
      if (destination === "") {
        return;
      }
      const url = parseRequestUri(destination, { strictColons: hasStrictColons(release) });
      if (!url.ok) {
        yield { field: "spec.destination", message: `The destination ${url.error}.` };
      }
    },
  },
  {
    id: "subscription-destination-path",
    kind: "BMCEventSubscription",
    by: "webhook",
    on: ["create"],
    severity: "error",
    message: "The destination has no path.",
    remedy: "End it with a slash: `https://host/`.",
    *check({ object, release }): Iterable<Finding> {
      const destination = textOf(specOf(object).destination);
      if (destination === "") {
        return;
      }
      const url = parseRequestUri(destination, { strictColons: hasStrictColons(release) });
      if (url.ok && url.value.path === "") {
        yield { field: "spec.destination" };
      }
    },
  },
  {
    id: "subscription-immutable",
    kind: "BMCEventSubscription",
    by: "webhook",
    on: ["update"],
    severity: "error",
    message: "A subscription cannot be changed.",
    remedy: "Delete it and create it again. One with `httpHeadersRef` refuses every update, even of a label.",
    *check({ object, old }): Iterable<Finding> {
      if (old && changes(object, old)) {
        yield { field: "spec" };
      }
    },
  },
];
