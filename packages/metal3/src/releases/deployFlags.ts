/** What deploy.sh is asked for. `authentication` is its default, which `-n` takes away. */
export interface DeployFlags {
  /** `-b`: the operator and its custom resource definitions. */
  readonly operator: boolean;
  /** `-i`: Ironic. */
  readonly ironic: boolean;
  /** `-t`: TLS for Ironic, with certificates of cert-manager. */
  readonly tls: boolean;
  /** HTTP basic authentication; `-n` turns it off. */
  readonly authentication: boolean;
  /** `-k`: a virtual address for Ironic. */
  readonly keepalived: boolean;
  /** `-m`: MariaDB in place of SQLite. Releases before v0.3 have it always. */
  readonly mariadb: boolean;
}

/** Name of a flag. */
export type DeployFlag = keyof DeployFlags;

/** Letter of deploy.sh → the switch that it sets, and to what. */
export const DEPLOY_LETTERS: Readonly<Record<string, { readonly flag: DeployFlag; readonly value: boolean }>> = {
  b: { flag: "operator", value: true },
  i: { flag: "ironic", value: true },
  t: { flag: "tls", value: true },
  n: { flag: "authentication", value: false },
  k: { flag: "keepalived", value: true },
  m: { flag: "mariadb", value: true },
};

/** deploy.sh without any letter. */
export const NO_FLAGS: DeployFlags = {
  operator: false,
  ironic: false,
  tls: false,
  authentication: true,
  keepalived: false,
  mariadb: false,
};

/** Whether flags are as a condition wants them; what it does not name may be anything. */
export function flagsMatch(flags: DeployFlags, when: Partial<DeployFlags>): boolean {
  return (Object.keys(when) as DeployFlag[]).every((flag) => when[flag] === undefined || flags[flag] === when[flag]);
}

/** The letters of a flag set in deploy.sh's order, e.g. `-b -i -n`. */
export function formatDeployFlags(flags: DeployFlags): string {
  return Object.entries(DEPLOY_LETTERS)
    .filter(([, { flag, value }]) => flags[flag] === value)
    .map(([letter]) => `-${letter}`)
    .join(" ");
}
