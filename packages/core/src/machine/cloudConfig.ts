/** A user that cloud-init creates. `"default"` keeps the image's own. */
export interface CloudConfigUser {
  readonly name: string;
  readonly gecos?: string | undefined;
  readonly groups?: string | readonly string[] | undefined;
  /** sudo rules, e.g. `ALL=(ALL) NOPASSWD:ALL`; false for none. */
  readonly sudo?: string | readonly string[] | false | undefined;
  readonly shell?: string | undefined;
  /** Default true: no login by password. */
  readonly lockPasswd?: boolean | undefined;
  /** Crypt hash of the password. */
  readonly hashedPasswd?: string | undefined;
  readonly sshAuthorizedKeys?: readonly string[] | undefined;
  readonly uid?: number | undefined;
  readonly homedir?: string | undefined;
  readonly system?: boolean | undefined;
}

/** A file that cloud-init writes. */
export interface CloudConfigFile {
  readonly path: string;
  readonly content: string;
  /** Of `content`; default plain text. */
  readonly encoding?: "b64" | "gzip" | "gz+b64" | undefined;
  /** `user:group`. */
  readonly owner?: string | undefined;
  /** Octal, as text: `"0644"`. */
  readonly permissions?: string | undefined;
  readonly append?: boolean | undefined;
  /** Write after packages are installed and users exist. */
  readonly defer?: boolean | undefined;
}

/** The usual keys of cloud-init's configuration, in camelCase; `extra` takes all others, in cloud-init's own spelling. */
export interface CloudConfig {
  readonly hostname?: string | undefined;
  readonly fqdn?: string | undefined;
  readonly manageEtcHosts?: boolean | "localhost" | undefined;
  readonly timezone?: string | undefined;
  readonly locale?: string | undefined;
  readonly users?: readonly (CloudConfigUser | "default")[] | undefined;
  /** Keys of the image's default user. */
  readonly sshAuthorizedKeys?: readonly string[] | undefined;
  readonly sshPwauth?: boolean | undefined;
  readonly disableRoot?: boolean | undefined;
  readonly packages?: readonly string[] | undefined;
  readonly packageUpdate?: boolean | undefined;
  readonly packageUpgrade?: boolean | undefined;
  readonly writeFiles?: readonly CloudConfigFile[] | undefined;
  /** Commands at each boot, early. A list is run without a shell. */
  readonly bootcmd?: readonly (string | readonly string[])[] | undefined;
  /** Commands at the first boot, late. A list is run without a shell. */
  readonly runcmd?: readonly (string | readonly string[])[] | undefined;
  readonly finalMessage?: string | undefined;
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * User data for cloud-init: `#cloud-config` and the configuration as JSON, which YAML readers take as it is. Keys become
 * snake_case; undefined ones are left out.
 *
 * @example cloudConfig({ users: [{ name: "ops", sshAuthorizedKeys: [key] }], packages: ["chrony"] })
 */
export function cloudConfig(config: CloudConfig): string {
  const { extra, ...known } = config;
  const json = JSON.stringify({ ...(snakeCased(known) as object), ...extra }, undefined, 2);
  return `#cloud-config\n${json.replace(NOT_YAML, escaped)}\n`;
}

/** Characters that JSON writes as they are and YAML 1.1 forbids or takes for line breaks. */
const NOT_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(snakeCased);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(inner),
    ]),
  );
}
