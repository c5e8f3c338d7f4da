import * as pulumi from "@pulumi/pulumi";

/** Values of a resource's arguments, as far as they are known without the engine. */
export interface Snapshot {
  /** A copy in which values that are not known are absent. Functions are kept. */
  readonly values: Record<string, unknown>;
  /** Paths of the values that are not known. */
  readonly unknown: readonly string[];
}

/**
 * Begins to read arguments: outputs and promises that resolve without the engine (configuration, `pulumi.output(…)`) are
 * there by the next turn of the event loop, when the returned function is to be called.
 */
export function beginSnapshot(args: object): () => Snapshot {
  const root = beginRead(args);
  return () => {
    const unknown: string[] = [];
    return { values: root("", unknown) as Record<string, unknown>, unknown };
  };
}

type Reader = (path: string, unknown: string[]) => unknown;

function beginRead(value: unknown): Reader {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return beginCell(value);
  }
  if (Array.isArray(value)) {
    const members = value.map(beginRead);
    return (path, unknown) => members.map((read, index) => read(`${path}[${index}]`, unknown));
  }
  if (isPlainObject(value)) {
    const members = Object.entries(value).map(([key, member]) => [key, beginRead(member)] as const);
    return (path, unknown) =>
      Object.fromEntries(members.map(([key, read]) => [key, read(path ? `${path}.${key}` : key, unknown)]));
  }
  return () => value;
}

function beginCell(input: unknown): Reader {
  let cell: { readonly value: unknown } | undefined;
  // A rejection reaches the program through the resource itself.
  const output: pulumi.Output<unknown> = pulumi.output(input);
  output.apply((value) => {
    cell = { value };
  });
  return (path, unknown) => {
    if (cell !== undefined) {
      return cell.value;
    }
    unknown.push(path);
    return undefined;
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !pulumi.Resource.isInstance(value);
}
