import type { IronicErrorCode } from "./ironicError.js";

interface Meaning {
  readonly pattern: RegExp;
  readonly code: IronicErrorCode;
}

const MEANINGS: readonly Meaning[] = [
  { pattern: /is locked by host|NodeLocked/i, code: "IRONIC_NODE_LOCKED" },
  {
    pattern: /already exists|is associated with|already associated|is already (?:in use|used)|Duplicate/i,
    code: "IRONIC_DUPLICATE",
  },
  {
    pattern: /state transition is in progress|while it is in state|can not be (?:updated|performed|deleted)|in state/i,
    code: "IRONIC_WRONG_STATE",
  },
];

/**
 * What a 409 means: a lock that is gone in seconds, a state that has to change first, or something that is taken for
 * good. Unknown texts count as a wrong state, which is never repeated blindly.
 */
export function conflictCode(text: string): IronicErrorCode {
  return MEANINGS.find(({ pattern }) => pattern.test(text))?.code ?? "IRONIC_WRONG_STATE";
}
