import { readFile } from "node:fs/promises";
import type { LabStatus } from "@ironworks/lab";

/** The shape of a lab's `credentialsFile`. */
export interface LabCredentials {
  /** Of Ironic's API. */
  readonly ironic: { readonly username: string; readonly password: string };
  /** Of each host's BMC, by the host's name. */
  readonly bmcs: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
}

export async function readCredentials({ credentialsFile }: LabStatus): Promise<LabCredentials> {
  return JSON.parse(await readFile(credentialsFile, "utf8")) as LabCredentials;
}
