import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { among, host, LEGACY, object, otherHost, V12, V14 } from "../testing/ruleCase.js";
import { EVENT_SUBSCRIPTION_RULES } from "./bmcEventSubscription.js";

const SUBSCRIPTION = { hostName: "rack2-u07", destination: "https://events.site-a.example/redfish", context: "rack2" };

function subscription(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return object("BMCEventSubscription", { ...SUBSCRIPTION, ...spec }, metadata);
}

describeRules(EVENT_SUBSCRIPTION_RULES, [
  {
    rule: "subscription-host-name-required",
    broken: [
      { object: subscription({ hostName: "" }) },
      { object: subscription({ hostName: undefined }), release: LEGACY },
    ],
    kept: [{ object: subscription() }, { object: subscription({ hostName: "anything" }), release: V14 }],
  },
  {
    rule: "subscription-headers-namespace",
    broken: [
      { object: subscription({ httpHeadersRef: { name: "token", namespace: "site-b" } }) },
      { object: subscription({ httpHeadersRef: { name: "token" } }), release: V14 },
      { object: subscription({ httpHeadersRef: {} }), release: V12 },
    ],
    kept: [
      { object: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }) },
      { object: subscription({ httpHeadersRef: { name: "token" } }), release: LEGACY },
      { object: subscription({ httpHeadersRef: null }) },
    ],
  },
  {
    rule: "subscription-destination-required",
    broken: [
      { object: subscription({ destination: "" }) },
      { object: object("BMCEventSubscription", undefined), also: ["subscription-host-name-required"] },
    ],
    kept: [{ object: subscription() }, { object: subscription({ destination: "/events" }) }],
  },
  {
    rule: "subscription-destination-invalid",
    broken: [
      { object: subscription({ destination: "events.site-a.example" }) },
      { object: subscription({ destination: "https://events.site-a.example:https/redfish" }), release: LEGACY },
    ],
    kept: [
      { object: subscription({ destination: "https://events.site-a.example:8443/redfish events" }) },
      { object: subscription({ destination: "gopher://events.site-a.example/" }) },
    ],
  },
  {
    rule: "subscription-destination-path",
    broken: [
      { object: subscription({ destination: "https://events.site-a.example" }) },
      { object: subscription({ destination: "https://events.site-a.example?rack=2" }), release: V14 },
      { object: subscription({ destination: "mailto:ops@site-a.example" }), release: LEGACY },
    ],
    kept: [
      { object: subscription({ destination: "https://events.site-a.example/" }) },
      { object: subscription({ destination: "https://events.site-a.example/?rack=2" }) },
    ],
  },
  {
    rule: "subscription-immutable",
    broken: [
      { object: subscription({ context: "rack3" }), given: { old: subscription() } },
      { object: subscription({ destination: "" }), release: LEGACY, given: { old: subscription() } },
      {
        object: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }, { labels: { row: "b" } }),
        release: V14,
        given: { old: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }) },
      },
    ],
    kept: [
      { object: subscription({}, { labels: { row: "b" } }), given: { old: subscription() } },
      { object: subscription({ context: "" }), given: { old: subscription({ context: undefined }) } },
      { object: subscription(), given: { old: subscription(), operation: "delete" } },
    ],
  },
  {
    rule: "subscription-never-updated",
    broken: [
      { object: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }) },
      { object: subscription({ httpHeadersRef: {} }), release: LEGACY },
    ],
    kept: [{ object: subscription() }, { object: subscription({ httpHeadersRef: null }) }],
  },
  {
    rule: "subscription-host-missing",
    broken: [among(subscription(), otherHost()), among(subscription({ hostName: "rack2-u09" }), host(), otherHost())],
    kept: [among(subscription(), host()), { object: subscription() }],
  },
]);
