import { type FailureClass, IronworksError } from "@ironworks/core";

/** What a code means for whoever called. */
export interface CodeFacts {
  /** What kind of thing failed. */
  readonly failureClass: FailureClass;
  /** The server may have done what was asked, though no good answer came. */
  readonly uncertain?: true | undefined;
}

/** Every way a call to an Ironic endpoint can fail. */
export type IronicErrorCode =
  | "IRONIC_UNREACHABLE"
  | "IRONIC_TLS"
  | "IRONIC_TIMEOUT"
  | "IRONIC_CONNECTION_LOST"
  | "IRONIC_NOT_IRONIC"
  | "IRONIC_API_TOO_OLD"
  | "IRONIC_API_TOO_NEW"
  | "IRONIC_UNSUPPORTED"
  | "IRONIC_UNAUTHORIZED"
  | "IRONIC_FORBIDDEN"
  | "IRONIC_PROTECTED"
  | "IRONIC_NOT_FOUND"
  | "IRONIC_BAD_REQUEST"
  | "IRONIC_NODE_LOCKED"
  | "IRONIC_WRONG_STATE"
  | "IRONIC_DUPLICATE"
  | "IRONIC_BUSY"
  | "IRONIC_TOO_LARGE"
  | "IRONIC_SERVER_ERROR"
  | "IRONIC_UNEXPECTED_ANSWER";

/** Every code, and what it means. */
export const IRONIC_ERROR_CODES: Readonly<Record<IronicErrorCode, CodeFacts>> = {
  /** Refused, no route, unknown host. */
  IRONIC_UNREACHABLE: { failureClass: "network" },
  IRONIC_TLS: { failureClass: "network" },
  /** No answer in time. */
  IRONIC_TIMEOUT: { failureClass: "network", uncertain: true },
  /** The connection broke after the request went out. */
  IRONIC_CONNECTION_LOST: { failureClass: "network", uncertain: true },
  IRONIC_NOT_IRONIC: { failureClass: "config" },
  IRONIC_API_TOO_OLD: { failureClass: "config" },
  IRONIC_API_TOO_NEW: { failureClass: "config" },
  /** The endpoint's release lacks the feature. */
  IRONIC_UNSUPPORTED: { failureClass: "config" },
  IRONIC_UNAUTHORIZED: { failureClass: "credential" },
  IRONIC_FORBIDDEN: { failureClass: "credential" },
  /** `protected` is set on the node. */
  IRONIC_PROTECTED: { failureClass: "ownership" },
  IRONIC_NOT_FOUND: { failureClass: "config" },
  IRONIC_BAD_REQUEST: { failureClass: "config" },
  /** 409: another operation holds the node for a moment. */
  IRONIC_NODE_LOCKED: { failureClass: "transient" },
  /** 409 or 400: not in this provision state; a repeat helps only after the state has changed. */
  IRONIC_WRONG_STATE: { failureClass: "transient" },
  /** 409: uuid, name, MAC or instance is taken; a repeat never helps. */
  IRONIC_DUPLICATE: { failureClass: "ownership" },
  /** 503: the conductor takes no more work at present. */
  IRONIC_BUSY: { failureClass: "transient" },
  IRONIC_TOO_LARGE: { failureClass: "config" },
  IRONIC_SERVER_ERROR: { failureClass: "transient", uncertain: true },
  IRONIC_UNEXPECTED_ANSWER: { failureClass: "unknown", uncertain: true },
};

/** What an {@link IronicError} says. */
export interface IronicErrorDetails {
  /** What was wrong, one sentence without its full stop. */
  readonly message: string;
  /** What to do next: lower case, an imperative, without a full stop. */
  readonly remedy: string;
  /** `PUT /v1/nodes/…/states/provision`. */
  readonly request?: string | undefined;
  /** HTTP status; absent where no answer came. */
  readonly status?: number | undefined;
}

/** A call to an Ironic endpoint that failed. Never holds a secret: neither here nor in its cause. */
export class IronicError extends IronworksError {
  /** What to do next. */
  readonly remedy: string;
  /** The sentence without request and remedy. */
  readonly detail: string;
  /** `PUT /v1/nodes/…/states/provision`; undefined where none went out. */
  readonly request: string | undefined;
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;

  constructor(
    /** Which way of failing. */
    override readonly code: IronicErrorCode,
    details: IronicErrorDetails,
    options?: { readonly cause?: unknown },
  ) {
    const { message, remedy, request, status } = details;
    const where = request ? ` (${request}${status === undefined ? "" : ` answered ${status}`})` : "";
    super(`${message}${where} [${code}]. next: ${remedy}`, options);
    this.detail = message;
    this.remedy = remedy;
    this.request = request;
    this.status = status;
  }

  /** What kind of thing failed. */
  get failureClass(): FailureClass {
    return IRONIC_ERROR_CODES[this.code].failureClass;
  }

  /** The server may have done what was asked: look before asking again. */
  get uncertain(): boolean {
    return IRONIC_ERROR_CODES[this.code].uncertain === true;
  }

  /** Is it an IronicError with one of these codes? */
  static is(error: unknown, ...codes: IronicErrorCode[]): error is IronicError {
    return error instanceof IronicError && (codes.length === 0 || codes.includes(error.code));
  }
}
