import { errorAt, type Problem, warningAt } from "../problem.js";
import { nearestOf } from "../text.js";

/** Algorithm of an image's checksum. */
export type ChecksumAlgorithm = "sha256" | "sha512" | "md5";

/** A checksum of an image file. */
export interface Checksum {
  /** How it was computed. */
  readonly algorithm: ChecksumAlgorithm;
  /** Lower-case hexadecimal digits. */
  readonly value: string;
}

/** Hexadecimal digits of each algorithm. */
export const CHECKSUM_DIGITS: Readonly<Record<ChecksumAlgorithm, number>> = { sha256: 64, sha512: 128, md5: 32 };

const ALGORITHMS = Object.keys(CHECKSUM_DIGITS) as ChecksumAlgorithm[];

const EXAMPLE = "write it as `sha256:<64 hexadecimal digits>`, as `sha256sum` prints them";

/** `sha256:…`: what an image is compared by. */
export function formatChecksum(checksum: Checksum): string {
  return `${checksum.algorithm}:${checksum.value}`;
}

/**
 * Splits `sha256:…` at its colon. Takes any text: what is wrong with it is found by {@link validateChecksum}, together with
 * everything else that is wrong.
 */
export function readChecksum(text: string): Checksum {
  const [, algorithm = "", value = text] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  return { algorithm: algorithm.trim().toLowerCase() as ChecksumAlgorithm, value: value.trim().toLowerCase() };
}

/** What is wrong with a checksum; exact enough to fix it. */
export function validateChecksum(checksum: unknown, field: string): readonly Problem[] {
  if (checksum === undefined || checksum === null || checksum === "") {
    return [missing(field)];
  }
  const { algorithm, value }: { algorithm?: unknown; value?: unknown } =
    typeof checksum === "string" ? readChecksum(checksum) : checksum;
  if (typeof algorithm !== "string" || typeof value !== "string") {
    return [errorAt(field, "is not a checksum.", EXAMPLE)];
  }
  if (algorithm === "" && value === "") {
    return [missing(field)];
  }
  if (/^https?$/.test(algorithm)) {
    return [errorAt(field, "is a URL; the checksum must be known before anything is written.", EXAMPLE)];
  }
  const known = ALGORITHMS.find((name) => name === algorithm);
  if (!known) {
    return [unknownAlgorithm(algorithm, value, field)];
  }
  if (value === "") {
    return [errorAt(field, `has nothing after \`${known}:\`.`, EXAMPLE)];
  }
  const stray = /[^0-9a-f]/i.exec(value);
  if (stray) {
    return [errorAt(field, `holds a character at position ${stray.index + 1} that is not hexadecimal.`, EXAMPLE)];
  }
  const digits = CHECKSUM_DIGITS[known];
  if (value.length !== digits) {
    const fitting = ALGORITHMS.find((name) => CHECKSUM_DIGITS[name] === value.length);
    const remedy = fitting ? `${value.length} digits are those of \`${fitting}:\`` : "copy the whole checksum";
    return [errorAt(field, `has ${value.length} digits, and ${known} has ${digits}.`, remedy)];
  }
  if (known !== "md5") {
    return [];
  }
  return [
    warningAt(
      field,
      "uses MD5, which does not protect against a forged image, and which Ironic may be set to refuse.",
      "use sha256 or sha512",
    ),
  ];
}

function missing(field: string): Problem {
  return errorAt(field, "is missing; without it a wrong or broken image would be written.", EXAMPLE);
}

function unknownAlgorithm(algorithm: string, value: string, field: string): Problem {
  if (algorithm === "") {
    const fitting = /^[0-9a-f]+$/i.test(value) && ALGORITHMS.find((name) => CHECKSUM_DIGITS[name] === value.length);
    return errorAt(
      field,
      "names no algorithm.",
      fitting ? `${value.length} digits look like ${fitting}: write \`${fitting}:…\`` : EXAMPLE,
    );
  }
  const nearest = nearestOf(algorithm, ALGORITHMS);
  const suggestion = nearest ? `did you mean \`${nearest}\`? ` : "";
  return errorAt(field, `has the unknown algorithm \`${algorithm}\`.`, `${suggestion}known: ${ALGORITHMS.join(", ")}`);
}
