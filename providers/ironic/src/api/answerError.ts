import { conflictCode } from "./conflict.js";
import { parseErrorBody } from "./errorBody.js";
import { IronicError, type IronicErrorCode } from "./ironicError.js";
import type { Redactor } from "./redaction.js";

/** An answer that is not a success. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: string;
  /** `PUT /v1/nodes/…`. */
  readonly request: string;
  readonly location?: string | undefined;
}

const WRONG_STATE_400 = /requested action .* can not be performed on node .* while it is in state/s;

const REMEDIES: Partial<Record<IronicErrorCode, string>> = {
  IRONIC_UNAUTHORIZED: "check the user name and the password of this endpoint",
  IRONIC_FORBIDDEN: "use an account that may change nodes",
  IRONIC_PROTECTED: "someone protected the node: clear `protected` on it if it may really be changed",
  IRONIC_NOT_FOUND: "check the endpoint's address and that the node still exists",
  IRONIC_BAD_REQUEST: "correct the input that the message names",
  IRONIC_NODE_LOCKED: "run again when the other operation on the node has ended",
  IRONIC_WRONG_STATE: "run again: it goes on from the node's present state",
  IRONIC_DUPLICATE: "find out who uses it: `baremetal node list` and `baremetal port list`",
  IRONIC_BUSY: "run again later, or with fewer hosts at a time",
  IRONIC_TOO_LARGE: "make user data or metadata smaller",
  IRONIC_SERVER_ERROR: "look into the log of Ironic for this request, then run again",
};

/** The typed error behind an answer. */
export function answerError(answer: ErrorAnswer, redactor: Redactor): IronicError {
  const { status, request, location } = answer;
  const body = parseErrorBody(answer.body);
  const text = redactor.text(body.text).replace(/\s+/g, " ").trim().slice(0, 1500);
  if (status >= 300 && status < 400) {
    const target = location ? ` to \`${redactor.text(location)}\`` : "";
    return new IronicError("IRONIC_NOT_IRONIC", {
      message: `The endpoint redirects${target} instead of answering`,
      remedy: "use the address that Ironic itself listens on",
      request,
      status,
    });
  }
  const code = codeOf(status, body.text);
  return new IronicError(code, {
    message: text === "" ? "The endpoint gave no reason" : `The endpoint says: ${text.replace(/\.$/, "")}`,
    remedy: REMEDIES[code] ?? "look into the log of Ironic for this request",
    request,
    status,
  });
}

function codeOf(status: number, text: string): IronicErrorCode {
  switch (status) {
    case 400:
      return WRONG_STATE_400.test(text) ? "IRONIC_WRONG_STATE" : "IRONIC_BAD_REQUEST";
    case 401:
      return "IRONIC_UNAUTHORIZED";
    case 403:
      return /is protected and cannot/.test(text) ? "IRONIC_PROTECTED" : "IRONIC_FORBIDDEN";
    case 404:
      return "IRONIC_NOT_FOUND";
    case 406:
      return "IRONIC_UNSUPPORTED";
    case 409:
      return conflictCode(text);
    case 413:
      return "IRONIC_TOO_LARGE";
    case 503:
      return "IRONIC_BUSY";
    default:
      if (status >= 500) {
        return "IRONIC_SERVER_ERROR";
      }
      return status >= 400 ? "IRONIC_BAD_REQUEST" : "IRONIC_UNEXPECTED_ANSWER";
  }
}
