import type { AdmissionRequest, Rule } from "./rule.js";

/** What the rules of a group have in common. */
type RuleHead = Pick<Rule, HeadMember | "since" | "until">;

/** What a rule says for itself. */
export type RuleBody = Omit<Rule, HeadMember | "check"> & (Check | Fault);

type HeadMember = "kind" | "by" | "on" | "severity";

interface Check {
  readonly check: Rule["check"];
}

/** The short form, of a rule that looks at its `field` alone. */
interface Fault {
  /** Whether the object breaks the rule; as a text, what exactly is wrong, in the place of the rule's message. */
  readonly fault: (request: AdmissionRequest) => boolean | string | undefined;
}

/** Rules of one group: what they share is written once. */
export function rulesOf(head: RuleHead, bodies: readonly RuleBody[]): readonly Rule[] {
  return bodies.map((body) => {
    if ("check" in body) {
      return { ...head, ...body };
    }
    const { fault, ...rest } = body;
    return { ...head, ...rest, check: (request) => findings(rest.field, fault(request)) };
  });
}

function findings(field: string, fault: boolean | string | undefined): ReturnType<Rule["check"]> {
  if (fault === undefined || fault === false) {
    return [];
  }
  return [fault === true ? { field } : { field, message: fault }];
}
