import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { asset } from "../assets.js";
import type { Account } from "../bmc/startBmcs.js";
import { LabError } from "../error.js";
import { run } from "../prepare/run.js";

/** What only a lab itself and its hosts' owners know. */
export interface Secrets {
  /** Paths of the certificate of all BMCs and of its key. */
  readonly certificate: string;
  readonly key: string;
  /** Another certificate, which nobody trusts, and its key: for `bmc-untrusted`. */
  readonly untrusted: { readonly certificate: string; readonly key: string };
  readonly ironic: Account;
  readonly bmcs: readonly Account[];
  /** Opens no BMC: for `bmc-wrong-password`. */
  readonly wrong: Account;
}

function secretsFolder(labFolder: string): string {
  return join(labFolder, "secrets");
}

/** The certificate of every BMC of the lab with that folder. */
export function certificateFile(labFolder: string): string {
  return join(secretsFolder(labFolder), "bmc.crt");
}

/**
 * New passwords and a new certificate for each lab.
 *
 * @param python - Folder of the environment that makes them.
 * @param count - How many accounts of BMCs.
 */
export async function makeSecrets(python: string, labFolder: string, count: number): Promise<Secrets> {
  const folder = secretsFolder(labFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const account = (name: string): Account => ({
    username: "admin",
    // IPMI takes at most 20 bytes.
    password: randomBytes(9).toString("base64url"),
    file: join(folder, `${name}.htpasswd`),
  });
  const secrets: Secrets = {
    certificate: certificateFile(labFolder),
    key: join(folder, "bmc.key"),
    untrusted: { certificate: join(folder, "untrusted.crt"), key: join(folder, "untrusted.key") },
    ironic: account("ironic"),
    bmcs: Array.from({ length: count }, (_, at) => account(`bmc-${at}`)),
    wrong: account("wrong"),
  };
  const input = JSON.stringify({
    certificates: [
      { cert: secrets.certificate, key: secrets.key },
      { cert: secrets.untrusted.certificate, key: secrets.untrusted.key },
    ],
    passwords: [secrets.ironic, ...secrets.bmcs, secrets.wrong],
  });
  const made = await run(join(python, "bin", "python"), ["-I", asset("credentials.py")], { input });
  if (made.code !== 0) {
    throw new LabError("LAB_PROCESS_START_FAILED", `The lab's certificate could not be made: ${made.stderr.trim()}`);
  }
  return secrets;
}
