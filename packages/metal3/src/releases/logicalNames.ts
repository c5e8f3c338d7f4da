/** Names that parts of a stack know each other by, before prefix and content hash. */
export const LOGICAL_NAMES = {
  operatorConfig: "ironic",
  managerConfig: "manager-config",
  ironicConfig: "ironic-bmo-configmap",
  mariadbPassword: "mariadb-password",
  credentials: "ironic-credentials",
  inspectorCredentials: "ironic-inspector-credentials",
  htpasswd: "ironic-htpasswd",
  inspectorHtpasswd: "ironic-inspector-htpasswd",
  authConfig: "ironic-auth-config",
  inspectorAuthConfig: "ironic-inspector-auth-config",
} as const;
