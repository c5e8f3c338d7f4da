import { flagsMatch } from "../releases/deployFlags.js";
import { LOGICAL_NAMES } from "../releases/logicalNames.js";
import { type GeneratedObject, generated } from "./names.js";
import type { StackContext } from "./stackContext.js";

const LINE_LENGTH = 70;

/** Base64 as kustomize writes it into a Secret: in lines of 70 when it is longer than one. */
function secretData(text: string): string {
  const encoded = Buffer.from(text, "utf8").toString("base64");
  if (encoded.length < LINE_LENGTH) {
    return encoded;
  }
  return encoded.replace(new RegExp(`.{1,${LINE_LENGTH}}`, "g"), "$&\n");
}

function secret(logicalName: string, files: Readonly<Record<string, string>>, prefixed: boolean): GeneratedObject {
  const data = Object.fromEntries(Object.entries(files).map(([key, text]) => [key, secretData(text)]));
  return generated(logicalName, { kind: "Secret", type: "Opaque", data }, { prefixed, hashed: true });
}

/** What the operator logs in to Ironic with. None without authentication. */
export function operatorCredentials({ facts, flags, variables }: StackContext): readonly GeneratedObject[] {
  if (!flags.authentication) {
    return [];
  }
  const ironic = login(LOGICAL_NAMES.credentials, variables.IRONIC_USERNAME, variables.IRONIC_PASSWORD);
  if (!facts.inspector) {
    return [ironic];
  }
  return [
    ironic,
    login(LOGICAL_NAMES.inspectorCredentials, variables.IRONIC_INSPECTOR_USERNAME, variables.IRONIC_INSPECTOR_PASSWORD),
  ];
}

/** deploy.sh writes both with `echo`, hence the line ends. */
function login(logicalName: string, username = "", password = ""): GeneratedObject {
  return secret(logicalName, { username: `${username}\n`, password: `${password}\n` }, false);
}

/** What Ironic checks logins against, and, where there is an inspector, what the two log in to each other with. */
export function ironicCredentials({ facts, flags, variables }: StackContext): readonly GeneratedObject[] {
  if (!flags.authentication) {
    return [];
  }
  const { htpasswd, namesPrefixed } = facts.ironic;
  const line = variables.IRONIC_HTPASSWD ?? "";
  if (htpasswd === "file") {
    return [secret(LOGICAL_NAMES.htpasswd, { htpasswd: `${line}\n` }, namesPrefixed)];
  }
  const environment = htpasswd === "configMap" ? configMap : secret;
  const ironic = environment(LOGICAL_NAMES.htpasswd, { IRONIC_HTPASSWD: line }, namesPrefixed);
  if (!facts.inspector) {
    return [ironic];
  }
  const inspectorLine = variables.INSPECTOR_HTPASSWD ?? "";
  return [
    ironic,
    environment(LOGICAL_NAMES.inspectorHtpasswd, { INSPECTOR_HTPASSWD: inspectorLine }, namesPrefixed),
    authConfig(LOGICAL_NAMES.authConfig, "ironic", variables.IRONIC_USERNAME, variables.IRONIC_PASSWORD, namesPrefixed),
    authConfig(
      LOGICAL_NAMES.inspectorAuthConfig,
      "inspector",
      variables.IRONIC_INSPECTOR_USERNAME,
      variables.IRONIC_INSPECTOR_PASSWORD,
      namesPrefixed,
    ),
  ];
}

function configMap(logicalName: string, data: Readonly<Record<string, string>>, prefixed: boolean): GeneratedObject {
  return generated(logicalName, { kind: "ConfigMap", data }, { prefixed, hashed: true });
}

/** A section of an oslo configuration file, without an end of line. */
function authConfig(logicalName: string, section: string, username = "", password = "", prefixed: boolean) {
  const text = [`[${section}]`, "auth_type=http_basic", `username=${username}`, `password=${password}`].join("\n");
  return secret(logicalName, { "auth-config": text }, prefixed);
}

/** MariaDB's password, the same in every installation of upstream. */
export function mariadbCredentials({ facts, flags }: StackContext): readonly GeneratedObject[] {
  if (!flagsMatch(flags, facts.ironic.mariadb)) {
    return [];
  }
  return [secret(LOGICAL_NAMES.mariadbPassword, { password: "changeme" }, true)];
}
