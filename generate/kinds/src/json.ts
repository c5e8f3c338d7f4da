const WIDTH = 120;

/** JSON for people: what fits on a line stands on one line, all else has a member or an item a line. */
export function prettyJson(value: unknown): string {
  return `${pretty(value, "", 0)}\n`;
}

function pretty(value: unknown, indent: string, before: number): string {
  const line = oneLine(value);
  if (indent.length + before + line.length < WIDTH || typeof value !== "object" || value === null) {
    return line;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${pretty(item, inner, 0)}`);
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const members = entriesOf(value).map(([name, member]) => {
    const key = `${JSON.stringify(name)}: `;
    return `${inner}${key}${pretty(member, inner, key.length)}`;
  });
  return `{\n${members.join(",\n")}\n${indent}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(oneLine).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = entriesOf(value).map(([name, member]) => `${JSON.stringify(name)}: ${oneLine(member)}`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  return JSON.stringify(value);
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
