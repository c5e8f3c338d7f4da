import { isKindName, kindSchema } from "../kinds/index.js";
import { hasKind } from "../kinds/kindTables.js";
import { undecodable } from "../kinds/undecodable.js";
import { kindOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

/** What the server stores and the operator cannot read. */
export const DECODING_ADVICE: readonly Rule[] = [
  {
    id: "value-unreadable",
    kind: "any",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The server takes the value, but the operator cannot read it, nor any other object of the kind.",
    remedy: "Write a value of the type that the field has: an integer of 32 bits, a text.",
    *check({ object, release }): Iterable<Finding> {
      const kind = kindOf(object);
      if (!isKindName(kind) || !hasKind(release, kind)) {
        return;
      }
      for (const { field, message } of undecodable(
        object.spec,
        kindSchema(kind, release).properties?.spec ?? {},
        "spec",
      )) {
        yield { field, message: `${message} The server takes it, and the operator then reads no object of the kind.` };
      }
    },
  },
];
