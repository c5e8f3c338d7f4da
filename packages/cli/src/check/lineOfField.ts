import { type Document, isMap, isPair, isScalar, isSeq, type Node } from "yaml";

/** The line of a field such as `spec.disks[0].name` or `metadata.annotations["a.b"]`, or of its nearest ancestor. */
export function lineOfField(document: Document, field: string, lineAt: (offset: number) => number): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of stepsOf(field)) {
    const next = typeof step === "number" ? itemOf(node, step) : memberOf(node, step);
    if (!next) {
      break;
    }
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset === undefined ? undefined : lineAt(offset);
}

interface Place {
  readonly node: unknown;
  readonly offset: number | undefined;
}

function itemOf(node: unknown, index: number): Place | undefined {
  const item = isSeq(node) ? node.items[index] : undefined;
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
}

function memberOf(node: unknown, name: string): Place | undefined {
  if (!isMap(node)) {
    return undefined;
  }
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === name);
  return pair && { node: pair.value, offset: startOf(pair.key) };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}

/** Names and indexes of a path. */
function stepsOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) => {
    if (index !== undefined) {
      return Number(index);
    }
    return quoted === undefined ? (name ?? "") : String(JSON.parse(`"${quoted}"`));
  });
}
