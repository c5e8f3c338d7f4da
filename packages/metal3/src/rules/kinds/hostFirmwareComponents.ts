import { fieldPath, itemsOf, objectOf } from "@ironworks/core/json";
import { FETCH_URL_REMEDY, fetchUrlFault } from "../fetchUrl.js";
import { goText, type Manifest, specOf } from "../manifest.js";
import type { Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { namesakeRules } from "../set.js";

const UPDATES = "spec.updates";

function updatesOf(components: Manifest): readonly Manifest[] {
  return itemsOf(specOf(components).updates).map(objectOf);
}

function componentsOf(components: Manifest): readonly string[] {
  return updatesOf(components).map(({ component }) => goText(component));
}

/** What is asked of HostFirmwareComponents. */
export const FIRMWARE_COMPONENTS_RULES: readonly Rule[] = [
  ...rulesOf(
    { kind: "HostFirmwareComponents", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.14" },
    [
      {
        id: "firmware-component-url",
        field: `${UPDATES}[].url`,
        message: "is not a URL that the webhook takes.",
        remedy: FETCH_URL_REMEDY,
        *check({ object, release }): Iterable<Finding> {
          for (const [index, { url }] of updatesOf(object).entries()) {
            const message = fetchUrlFault(url, release);
            if (message !== undefined) {
              yield { field: `${fieldPath(UPDATES, index)}.url`, message };
            }
          }
        },
      },
    ],
  ),
  ...rulesOf({ kind: "HostFirmwareComponents", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "firmware-component-unknown",
      field: `${UPDATES}[].component`,
      message: "is not a component that the operator knows.",
      remedy: "use `bios`, `bmc`, or `nic:` with the adapter's name",
      *check({ object }): Iterable<Finding> {
        for (const [index, component] of componentsOf(object).entries()) {
          if (/^(?:bios|bmc|nic:.+)$/.test(component)) {
            continue;
          }
          const message = component && `is \`${component}\`, which is not a component that the operator knows.`;
          yield { field: `${fieldPath(UPDATES, index)}.component`, message: message || undefined };
        }
      },
    },
    {
      id: "firmware-component-twice",
      field: `${UPDATES}[].component`,
      message: "is updated already by an earlier entry.",
      remedy: "keep one update a component",
      *check({ object }): Iterable<Finding> {
        const components = componentsOf(object);
        for (const [index, component] of components.entries()) {
          if (components.indexOf(component) < index) {
            yield { field: `${fieldPath(UPDATES, index)}.component` };
          }
        }
      },
    },
  ]),
  ...namesakeRules("HostFirmwareComponents", "host-firmware-components-host-missing"),
];
