import { failure, type Result, success } from "@ironworks/core";

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Why a text is not a DNS subdomain, as Kubernetes wants names to be; undefined when it is one. */
function subdomainFault(text: string): string | undefined {
  if (text.length > 253) {
    return "is longer than 253 characters";
  }
  return SUBDOMAIN.test(text)
    ? undefined
    : "must be lower-case letters, digits, `-` and `.`, with a letter or digit at each end and around each dot";
}

/** Why a text is not a DNS label, as Kubernetes wants namespaces to be. */
export function dnsLabelFault(text: string): string | undefined {
  if (text.length > 63) {
    return "is longer than 63 characters";
  }
  return LABEL.test(text)
    ? undefined
    : "must be lower-case letters, digits and `-`, with a letter or digit at each end";
}

/** Why a text is not the key of a label or annotation: `[prefix/]name`. */
export function qualifiedNameFault(key: string): string | undefined {
  const parts = splitKey(key);
  if (!parts.ok) {
    return parts.error;
  }
  const { prefix, name } = parts.value;
  if (prefix !== undefined) {
    if (prefix === "") {
      return "has nothing before its slash";
    }
    const fault = subdomainFault(prefix);
    if (fault) {
      return `has a prefix that ${fault}`;
    }
  }
  if (name === "") {
    return "has no name";
  }
  if (byteLength(name) > 63) {
    return "has a name longer than 63 characters";
  }
  return NAME.test(name) ? undefined : "must be letters, digits, `-`, `_` and `.`, with a letter or digit at each end";
}

/** Why a text is not the value of a label. */
export function labelValueFault(value: string): string | undefined {
  if (byteLength(value) > 63) {
    return "is longer than 63 characters";
  }
  return LABEL_VALUE.test(value)
    ? undefined
    : "must be letters, digits, `-`, `_` and `.`, with a letter or digit at each end, or be empty";
}

function splitKey(key: string): Result<{ readonly prefix?: string; readonly name: string }, string> {
  const [first = "", second, ...more] = key.split("/");
  if (more.length > 0) {
    return failure("has more than one slash");
  }
  return success(second === undefined ? { name: first } : { prefix: first, name: second });
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
