/** A value, or what was wrong with the input; for functions whose failures are expected. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** What is wrong with one input, without the name of its field. */
export interface Fault {
  /** A full sentence. Never holds a secret. */
  readonly message: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** A result that holds a value. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A result that holds what was wrong. */
export function failure<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
