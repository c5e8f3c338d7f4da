import { Option } from "commander";

/** An option that may be given several times; its values come as a list. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .argParser((value: string, previous: readonly string[]) => [...previous, value])
    .default([], "none");
}
