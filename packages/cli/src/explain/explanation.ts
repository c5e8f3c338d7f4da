import { type ErrorCode, type ErrorSubject, errorCode, type FailureClass, type FailureRow } from "@ironworks/core";

/** What a code or a failure means, for people and programs. */
export interface Explanation {
  /** `code`: of an error of ours. `failure`: of what Ironic, a ramdisk, a BMC or the operator said. */
  readonly kind: "code" | "failure";
  /** E.g. `IRONIC_TLS`, `checksum-mismatch`. */
  readonly id: string;
  readonly class: FailureClass;
  /** A clause without a full stop. */
  readonly cause: string;
  /** What to do; lower case, an imperative, without a full stop. */
  readonly next: string;
  /** URL of the page of the documentation that has more. */
  readonly page: string;
}

/** Where the pages are for whoever installed a package and has no `docs` beside it. */
const PAGES = "https://ironworks-io.github.io/ironworks";

/** Headings of docs/errors.md, by what its codes are about. */
const SECTIONS: Readonly<Record<ErrorSubject, string>> = {
  input: "inputs",
  operation: "hosts-and-machines",
  endpoint: "calls-to-an-endpoint",
  tools: "the-lab-and-other-tools",
};

const SYMPTOMS_PAGE = `${PAGES}/reference/symptoms.html`;

function ofCode({ code, subject, failureClass, meaning, remedy }: ErrorCode): Explanation {
  const page = `${PAGES}/errors.html#${SECTIONS[subject]}`;
  return { kind: "code", id: code, class: failureClass, cause: meaning, next: remedy, page };
}

export function ofFailure({ id, failureClass, cause, remedy }: Omit<FailureRow, "pattern" | "said">): Explanation {
  return { kind: "failure", id, class: failureClass, cause, next: remedy, page: SYMPTOMS_PAGE };
}

/** The explanation of a code, where there is one. */
export function ofCodeNamed(name: string): Explanation | undefined {
  const known = errorCode(name);
  return known && ofCode(known);
}
