/** What `htpasswd -B` uses. */
const ROUNDS = 5;

const FULL_HASH = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Length of the part of a hash that holds algorithm, cost and salt. */
const SALT_LENGTH = 29;

/** Bytes of a password that bcrypt looks at. */
export const SIGNIFICANT_BYTES = 72;

/** Whether the part after the user name is a hash that httpd can check a password against. */
export function isPasswordHash(line: string): boolean {
  return FULL_HASH.test(line.slice(line.indexOf(":") + 1));
}

/** The line that `htpasswd -n -b -B user password` prints. */
export async function htpasswdLine(user: string, password: string): Promise<string> {
  return `${user}:${await hash(password, ROUNDS)}`;
}

/**
 * The line for another user when one line is fixed: with the salt of that line, so that it is fixed as well. What takes
 * the place of a hash is taken over as it stands.
 */
export async function siblingLine(fixed: string, user: string, password: string): Promise<string> {
  const known = fixed.slice(fixed.indexOf(":") + 1);
  if (!FULL_HASH.test(known)) {
    return `${user}:${known}`;
  }
  const salt = known.slice(0, SALT_LENGTH).replace(/^\$2[ay]/, "$2b");
  return `${user}:${await hash(password, salt)}`;
}

async function hash(password: string, salt: number | string): Promise<string> {
  const { default: bcrypt } = await import("bcryptjs");
  // `$2b$` and `$2y$` are one algorithm; httpd writes the latter.
  return (await bcrypt.hash(password, salt)).replace(/^\$2[ab]\$/, "$2y$$");
}
