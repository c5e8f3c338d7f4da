/** What Ironworks adds around what a server said. */
const OUR_PART = /^(?:next:|class \w+$|disks touched:)/;
const PREFIX = /^(?:- )?(?:error|warning|fatal|Error):\s*/;

/**
 * The sentences of a pasted text, each as a server said it: lines, the parts of a failure between `·`, and the strings inside
 * of JSON. The whole text comes last.
 */
export function saidIn(text: string): readonly string[] {
  const whole = text.trim();
  const lines = whole.split(/\r?\n/).flatMap((line) => line.split(" · "));
  const parts = [...lines.flatMap((line) => [line, ...jsonIn(line)]), ...jsonIn(whole), whole]
    .map((part) => withoutNext(part.trim()).replace(PREFIX, "").trim())
    .filter((part) => part !== "" && !OUR_PART.test(part));
  return [...new Set(parts)];
}

/** Our own remedies use the words of the catalogue, and would be taken for a failure. */
function withoutNext(text: string): string {
  const place = text.indexOf(" next: ");
  return place < 0 || text.includes("\n") ? text : text.slice(0, place);
}

/** The strings of a JSON value that begins somewhere in the text, and of JSON inside of them. */
function jsonIn(text: string): readonly string[] {
  const begin = text.indexOf("{");
  if (begin < 0) {
    return [];
  }
  try {
    return stringsOf(JSON.parse(text.slice(begin, text.lastIndexOf("}") + 1)));
  } catch {
    return [];
  }
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return [value, ...jsonIn(value)];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
