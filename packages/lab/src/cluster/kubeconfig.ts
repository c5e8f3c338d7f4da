import { writeFile } from "node:fs/promises";
import type { ClusterAccess } from "./clusterClient.js";

/** Writes a kubeconfig with one context, mode 0600, and returns its path. */
export async function writeKubeconfig(path: string, { url, ca, token }: ClusterAccess): Promise<string> {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "ironworks",
        cluster: { server: url, "certificate-authority-data": Buffer.from(ca).toString("base64") },
      },
    ],
    users: [{ name: "ironworks", user: { token } }],
    contexts: [{ name: "ironworks", context: { cluster: "ironworks", user: "ironworks" } }],
    "current-context": "ironworks",
  };
  await writeFile(path, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
  return path;
}
