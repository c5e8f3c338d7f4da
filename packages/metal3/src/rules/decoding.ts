import { isKindName, kindSchema } from "../kinds/index.js";
import { hasKind } from "../kinds/kindTables.js";
import { undecodable } from "../kinds/undecodable.js";
import { kindOf } from "./manifest.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";
import { rulesOf } from "./rulesOf.js";

function* unreadableValues({ object, release }: AdmissionRequest): Iterable<Finding> {
  const kind = kindOf(object);
  if (!isKindName(kind) || !hasKind(release, kind)) {
    return;
  }
  const schema = kindSchema(kind, release).properties?.spec ?? {};
  for (const { field, message } of undecodable(object.spec, schema, "spec")) {
    const fault = message.replace(`\`${field}\` `, "").replace(/\.$/, "");
    yield {
      field,
      message: `${fault}: the server takes it, but the operator then cannot read any object of the kind.`,
    };
  }
}

/** What the server stores and the operator cannot read. */
export const DECODING_RULES: readonly Rule[] = rulesOf(
  { kind: "any", by: "advice", on: ["create", "update"], severity: "error" },
  [
    {
      id: "value-unreadable",
      field: "spec.*",
      message: "is taken by the server, but the operator cannot read it, nor any other object of the kind.",
      remedy: "write a value of the type that the field has: an integer of 32 bits, a text",
      check: unreadableValues,
    },
  ],
);
