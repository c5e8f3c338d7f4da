import { errorAt, type Problem } from "./problem.js";
import { nearestOf } from "./text.js";

/** How inputs are judged. */
export interface ValidationOptions {
  /**
   * Paths of fields whose values are not known yet (computed, in a preview), e.g. `bmc.address`. They and what is below
   * them are not judged, and not missed.
   */
  readonly unknown?: readonly string[] | undefined;
}

/** Is this field, or one above it, not known yet? */
export function isUnknown(field: string, options: ValidationOptions): boolean {
  return options.unknown?.some((path) => field === path || field.startsWith(`${path}.`)) ?? false;
}

/** What is wrong with a value that must be one of a few words. Nothing given is right. */
export function checkEnum(value: unknown, field: string, words: readonly string[]): readonly Problem[] {
  if (value === undefined || words.some((word) => word === value)) {
    return [];
  }
  const known = words.map((word) => `\`${word}\``).join(", ");
  if (typeof value !== "string") {
    return [errorAt(field, `is not text.`, `write one of ${known}`)];
  }
  const nearest = nearestOf(value, words);
  return [
    errorAt(field, "is not a known value.", `${nearest ? `did you mean \`${nearest}\`? ` : ""}write one of ${known}`),
  ];
}

/** What is wrong with a value that must be true or false. Nothing given is right. */
export function checkBoolean(value: unknown, field: string): readonly Problem[] {
  if (value === undefined || typeof value === "boolean") {
    return [];
  }
  return [errorAt(field, "is neither true nor false.", "write `true` or `false`, without quotes")];
}

/** What is wrong with a value whose change asks for something once. Nothing given is right. */
export function checkToken(value: unknown, field: string): readonly Problem[] {
  if (value === undefined || (typeof value === "string" && value.trim() !== "")) {
    return [];
  }
  return [errorAt(field, "is not a token.", "write any text that you have not used before, e.g. a date")];
}

/** What is wrong with the names in an object: those that are not known. */
export function checkNames(value: object, field: string, names: readonly string[]): readonly Problem[] {
  return Object.keys(value).flatMap((name) => {
    if (names.includes(name)) {
      return [];
    }
    const nearest = nearestOf(name, names);
    const remedy = `${nearest ? `did you mean \`${nearest}\`? ` : ""}known: ${names.join(", ")}`;
    return [errorAt(`${field}.${name}`, "is not a known field.", remedy)];
  });
}
