import type { Manifest } from "../manifest.js";
import { among, host, otherHost, type RuleCases } from "./ruleCase.js";

/** Own objects around the advice on objects that are called like their host. */
export function namesakeCases(rule: string, named: (metadata: Manifest) => Manifest): RuleCases {
  const [own, unknown] = [named({}), named({ name: "rack2-u09" })];
  return {
    rule,
    broken: [among(own, otherHost()), among(unknown, host(), otherHost())],
    kept: [among(own, host()), { object: own }],
  };
}
