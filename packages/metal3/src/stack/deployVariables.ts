/** What deploy.sh reads from its environment and applies, what takes the place of its random salt, and which of it is secret. */
export const DEPLOY_VARIABLES = {
  /** Address of Ironic, for its certificate. deploy.sh stops without it whenever it deploys Ironic. */
  IRONIC_HOST_IP: { secret: false },
  /** Address of MariaDB, for its certificate. Default 127.0.0.1. */
  MARIADB_HOST_IP: { secret: false },
  /** `true` restarts containers when a certificate changes. Default `false`. */
  RESTART_CONTAINER_CERTIFICATE_UPDATED: { secret: false },
  /** The user that the operator logs in to Ironic as. */
  IRONIC_USERNAME: { secret: false },
  /** That user's password. */
  IRONIC_PASSWORD: { secret: true },
  /** The same for the inspector, before v0.6. */
  IRONIC_INSPECTOR_USERNAME: { secret: false },
  /** That user's password. */
  IRONIC_INSPECTOR_PASSWORD: { secret: true },
  /** The line of htpasswd, `user:hash`. deploy.sh makes it anew each time, so each time with another salt. */
  IRONIC_HTPASSWD: { secret: true },
  /** The same for the inspector. */
  INSPECTOR_HTPASSWD: { secret: true },
} as const;

/** Name of a variable of deploy.sh. */
export type DeployVariable = keyof typeof DEPLOY_VARIABLES;

/** Values of deploy.sh's variables, by their own names. */
export type DeployVariables = { readonly [variable in DeployVariable]?: string | undefined };

/** Variables of deploy.sh that say where it keeps files or how it calls kubectl, and change no object. */
export const VARIABLES_WITHOUT_EFFECT: readonly string[] = [
  "IRONIC_AUTH_DIR",
  "IRONIC_DATA_DIR",
  "KUBECTL_ARGS",
  "NAMEPREFIX",
];
