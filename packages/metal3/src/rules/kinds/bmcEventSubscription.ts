import type { Result } from "@ironworks/core";
import { objectOf } from "@ironworks/core/json";
import type { AnyRelease } from "../../releases/release.js";
import { type GoUrl, parseRequestUri, urlOptionsOf } from "../go/url.js";
import { goText, isSet, type Manifest, namespaceOf, specOf } from "../manifest.js";
import type { Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { lacksHost } from "../set.js";

function hasHeaders(subscription: Manifest): boolean {
  return isSet(specOf(subscription).httpHeadersRef);
}

function hostNameOf(subscription: Manifest): string {
  return goText(specOf(subscription).hostName);
}

/** The destination as Go reads it; undefined where there is none. */
function destinationOf(subscription: Manifest, release: AnyRelease): Result<GoUrl, string> | undefined {
  const destination = goText(specOf(subscription).destination);
  return destination === "" ? undefined : parseRequestUri(destination, urlOptionsOf(release));
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
    (name) => goText(specOf(object)[name]) !== goText(specOf(old)[name]),
  );
}

/** What is asked of a BMCEventSubscription. */
export const EVENT_SUBSCRIPTION_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BMCEventSubscription", by: "webhook", on: ["create"], severity: "error" }, [
    {
      id: "subscription-host-name-required",
      field: "spec.hostName",
      message: "is missing.",
      remedy: "set it to the name of a BareMetalHost in the same namespace",
      fault: ({ object }) => hostNameOf(object) === "",
    },
    {
      id: "subscription-headers-namespace",
      since: "v0.8.1",
      except: ["v0.9.0"],
      field: "spec.httpHeadersRef.namespace",
      message: "is not the subscription's own namespace.",
      remedy: "set it to the subscription's namespace; it must be written out",
      fault: ({ object }) =>
        hasHeaders(object) && goText(objectOf(specOf(object).httpHeadersRef).namespace) !== namespaceOf(object),
    },
    {
      id: "subscription-destination-required",
      field: "spec.destination",
      message: "is missing.",
      remedy: "set it to the URL that takes the events",
      fault: ({ object, release }) => destinationOf(object, release) === undefined,
    },
    {
      id: "subscription-destination-invalid",
      field: "spec.destination",
      message: "is not an absolute URL.",
      remedy: "write `https://host[:port]/path`",
      fault: ({ object, release }) => {
        const url = destinationOf(object, release);
        return url && !url.ok && `${url.error}.`;
      },
    },
    {
      id: "subscription-destination-path",
      field: "spec.destination",
      message: "has no path.",
      remedy: "end it with a slash: `https://host/`",
      fault: ({ object, release }) => {
        const url = destinationOf(object, release);
        return url?.ok && url.value.path === "";
      },
    },
  ]),
  ...rulesOf({ kind: "BMCEventSubscription", by: "webhook", on: ["update"], severity: "error" }, [
    {
      id: "subscription-immutable",
      field: "spec",
      message: "cannot be changed.",
      remedy:
        "delete the subscription and create it again; one with `httpHeadersRef` refuses every update, even of a label",
      fault: ({ object, old }) => old && changes(object, old),
    },
  ]),
  ...rulesOf({ kind: "BMCEventSubscription", by: "advice", on: ["create"], severity: "error" }, [
    {
      id: "subscription-never-updated",
      field: "spec.httpHeadersRef",
      message: "makes the webhook refuse every update, the operator's own included: the subscription is never made.",
      remedy: "remove it; put what the receiver checks into the destination's path",
      fault: ({ object }) => hasHeaders(object),
    },
  ]),
  ...rulesOf({ kind: "BMCEventSubscription", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "subscription-host-missing",
      field: "spec.hostName",
      message: "is not the name of a host, although the set has hosts in the namespace.",
      remedy: "correct it",
      fault: (request) => hostNameOf(request.object) !== "" && lacksHost(request, hostNameOf(request.object)),
    },
  ]),
];
