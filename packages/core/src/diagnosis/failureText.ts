const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

const LONGEST_DETAIL = 300;

/** Phrases in which Ironic wraps what failed inside; the step and the state say the same. */
const WRAPPERS: readonly RegExp[] = [
  /^(?:deploy|clean|service|verify) step \S+ failed(?: on node \S+)?(?: with \w+)?[.:]\s*/i,
  /^node \S+ failed step \{[^}]*\}:\s*/i,
  /^failed to (?:prepare to deploy|tear down(?: from cleaning)?|deploy|clean|inspect hardware|verify)(?:[.:]| )\s*/i,
  /^failed to get power state for node \S+ error:\s*/i,
  /^failed to validate (?:deploy or power info|power driver interface) for node \S+\s*(?:error:\s*)?/i,
  /^async execution of \w+ failed with error:\s*/i,
  /^failed to run inspection hooks:\s*/i,
  /^reason:\s*/i,
  /^error:\s*/i,
  /^redfish exception occurred\.\s*(?:error:\s*)?/i,
  /^redfish connection failed for node \S+\s*/i,
];

/** What a server said as one line: the inside of its wrappings, without uuids and Python's inner workings. */
export function cleanDetail(text: string): string {
  let detail = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  for (let again = true; again; ) {
    again = false;
    for (const wrapper of WRAPPERS) {
      const inside = detail.replace(wrapper, "");
      if (inside === detail || inside === "") {
        continue;
      }
      detail = inside;
      again = true;
    }
  }
  detail = detail
    .replace(/HTTPS?ConnectionPool\(host='([^']*)', port=(\d+)\): Max retries exceeded with url: \S+/g, "$1:$2")
    .replace(/\(Caused by \w+\((.*?)\)\)/g, (_, inner: string) => `(${pythonReason(inner)})`)
    .replace(/Failed to establish a new connection: \[Errno \d+\] /g, "")
    .replace(/ ?Extended information: \[.*\]/g, "")
    .replace(new RegExp(` ?(?:for|on|of|in) node ${UUID}`, "gi"), "")
    .replace(new RegExp(`(?<![/\\w-])${UUID}`, "gi"), "…")
    .replace(/\s+/g, " ")
    .trim();
  return detail.length <= LONGEST_DETAIL ? detail : `${detail.slice(0, LONGEST_DETAIL - 1)}…`;
}

/** The reason inside of a Python exception, without quotes and the object that raised it. */
function pythonReason(inner: string): string {
  return inner.replace(/^["']|["']$/g, "").replace(/^<?[\w.]+(?:\([^)]*\)| object at 0x[0-9a-f]+>): /, "");
}

/** The step in which it failed, e.g. `deploy.write_image`. */
export function stepOf(text: string): string | undefined {
  const named =
    /\b(?:deploy|clean|service|verify) step ([\w.]+) failed/i.exec(text) ??
    /\bcompletion of step "([\w.]+)"/i.exec(text);
  if (named) {
    return named[1];
  }
  const [, fields = ""] = /\b(?:failed|on) step \{([^}]*)\}/i.exec(text) ?? [];
  const step = /['"]step['"]: ['"](\w+)['"]/.exec(fields)?.[1];
  const owner = /['"]interface['"]: ['"](\w+)['"]/.exec(fields)?.[1];
  return step === undefined || owner === undefined ? step : `${owner}.${step}`;
}
