import bcrypt from "bcryptjs";

/** What `htpasswd -B` uses. */
const rounds = 5;

const fullHash = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Length of the part of a hash that holds algorithm, cost and salt. */
const saltLength = 29;

/** Bytes of a password that bcrypt looks at. */
export const significantBytes = 72;

/** Whether the part after the user name is a hash that httpd can check a password against. */
export function isPasswordHash(line: string): boolean {
  return fullHash.test(line.slice(line.indexOf(":") + 1));
}

/** The line that `htpasswd -n -b -B user password` prints. */
export async function htpasswdLine(user: string, password: string): Promise<string> {
  return `${user}:${asApache(await bcrypt.hash(password, rounds))}`;
}

/**
 * The line for another user when one line is fixed: with the salt of that line, so that it is fixed as well. What takes
 * the place of a hash is taken over as it stands.
 */
export async function siblingLine(fixed: string, user: string, password: string): Promise<string> {
  const hash = fixed.slice(fixed.indexOf(":") + 1);
  if (!fullHash.test(hash)) return `${user}:${hash}`;
  const salt = hash.slice(0, saltLength).replace(/^\$2[ay]/, "$2b");
  return `${user}:${asApache(await bcrypt.hash(password, salt))}`;
}

/** `$2b$` and `$2y$` are one algorithm; httpd writes the latter. */
function asApache(hash: string): string {
  return hash.replace(/^\$2[ab]\$/, "$2y$$");
}
