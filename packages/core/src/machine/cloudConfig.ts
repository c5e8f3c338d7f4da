/** A user that cloud-init creates. Fields are those of cloud-init's `users` (docs: "Users and Groups"). */
export interface CloudConfigUser {
  /** Login name. */
  readonly name: string;
  /** The user's real name. */
  readonly gecos?: string | undefined;
  /** Further groups: a list, or names divided by commas. */
  readonly groups?: string | readonly string[] | undefined;
  /** sudo rules, e.g. `ALL=(ALL) NOPASSWD:ALL`; false for none. */
  readonly sudo?: string | readonly string[] | false | undefined;
  /** Login shell, e.g. `/bin/bash`. Default: the image's. */
  readonly shell?: string | undefined;
  /** Default true: no login by password. */
  readonly lockPasswd?: boolean | undefined;
  /** Crypt hash of the password. Secret. */
  readonly hashedPasswd?: string | undefined;
  /** Public keys that may log in, one line each. */
  readonly sshAuthorizedKeys?: readonly string[] | undefined;
  /** Numeric user id. Default: the next free one. */
  readonly uid?: number | undefined;
  /** Home directory. Default: `/home/<name>`. */
  readonly homedir?: string | undefined;
  /** Create a system user, without a home directory. Default false. */
  readonly system?: boolean | undefined;
}

/** A file that cloud-init writes (`write_files`). */
export interface CloudConfigFile {
  /** Absolute path; missing folders are made. */
  readonly path: string;
  /** What the file holds, in `encoding`. */
  readonly content: string;
  /** Of `content`; default plain text. */
  readonly encoding?: "b64" | "gzip" | "gz+b64" | undefined;
  /** `user:group`. Default `root:root`. */
  readonly owner?: string | undefined;
  /** Octal, as text: `"0644"`, which is the default. */
  readonly permissions?: string | undefined;
  /** Add to the file that is there. Default false: replace it. */
  readonly append?: boolean | undefined;
  /** Write after packages are installed and users exist. Default false. */
  readonly defer?: boolean | undefined;
}

/** The usual keys of cloud-init's configuration, in camelCase; `extra` takes all others, in cloud-init's own spelling. */
export interface CloudConfig {
  /** Host name. Default: the machine's name, from the config drive. */
  readonly hostname?: string | undefined;
  /** Full name with the domain. */
  readonly fqdn?: string | undefined;
  /** Keep `/etc/hosts` up to date; `localhost` only adds the host's own name. Default false. */
  readonly manageEtcHosts?: boolean | "localhost" | undefined;
  /** E.g. `Europe/Berlin`. Default: the image's. */
  readonly timezone?: string | undefined;
  /** E.g. `en_US.UTF-8`. Default: the image's. */
  readonly locale?: string | undefined;
  /** Users to create. Default: the image's own alone, which `"default"` keeps beside others. */
  readonly users?: readonly (CloudConfigUser | "default")[] | undefined;
  /** Keys of the image's default user. */
  readonly sshAuthorizedKeys?: readonly string[] | undefined;
  /** Whether SSH accepts passwords. Default: as the image has it. */
  readonly sshPwauth?: boolean | undefined;
  /** Forbid SSH as root. Default true. */
  readonly disableRoot?: boolean | undefined;
  /** Packages to install at the first boot. */
  readonly packages?: readonly string[] | undefined;
  /** Update the lists of packages at the first boot. Default false, true where `packages` are given. */
  readonly packageUpdate?: boolean | undefined;
  /** Upgrade all packages at the first boot. Default false. */
  readonly packageUpgrade?: boolean | undefined;
  /** Files to write at the first boot. */
  readonly writeFiles?: readonly CloudConfigFile[] | undefined;
  /** Commands at each boot, early. A list is run without a shell. */
  readonly bootcmd?: readonly (string | readonly string[])[] | undefined;
  /** Commands at the first boot, late. A list is run without a shell. */
  readonly runcmd?: readonly (string | readonly string[])[] | undefined;
  /** What the console shows when cloud-init is done. */
  readonly finalMessage?: string | undefined;
  /** Further keys, in cloud-init's own spelling; they win over those above. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * User data for cloud-init: `#cloud-config` and the configuration as JSON, which YAML readers take as it is. Keys become
 * snake_case; undefined ones are left out.
 *
 * @example
 * ```ts
 * cloudConfig({ users: [{ name: "ops", sshAuthorizedKeys: [key] }], packages: ["chrony"] });
 * ```
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
