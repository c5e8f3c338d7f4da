import { randomBytes } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { LabStatus } from "@ironworks/lab";
import { readCredentials } from "./labCredentials.js";
import { PassphraseSecrets } from "./passphraseSecrets.js";
import { PASSPHRASE_FILE, projectFiles, STACK } from "./projectFiles.js";

/** So many names of files are listed. */
const MOST_NAMES = 5;

/** @throws Error where `folder` holds anything: what is there is never overwritten. */
export async function requireEmptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return [];
    }
    throw new Error(`\`${folder}\` is not a folder that can be read (${error.code}). next: name another folder`);
  });
  if (names.length > 0) {
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    const listed = names.sort().slice(0, MOST_NAMES).join(", ");
    throw new Error(`The folder \`${folder}\` is not empty: it holds ${listed}${more}. next: name a new folder`);
  }
}

/** Writes a Pulumi project for a lab into an empty folder. Its secrets are encrypted by a passphrase that lies beside them. */
export async function writeLabProject(folder: string, lab: LabStatus, version: string): Promise<void> {
  await requireEmptyFolder(folder);
  const passphrase = randomBytes(18).toString("base64url");
  const files = projectFiles({
    name: projectName(folder),
    version,
    lab,
    credentials: await readCredentials(lab),
    secrets: new PassphraseSecrets(passphrase),
  });
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await writeFile(join(folder, PASSPHRASE_FILE), passphrase, { mode: 0o600 });
}

/** The commands that go on from the project. */
export function nextCommands(folder: string): readonly string[] {
  const path = relative(process.cwd(), resolve(folder)) || ".";
  const quoted = /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  return [
    `cd ${quoted} && npm install`,
    `export PULUMI_CONFIG_PASSPHRASE_FILE=$PWD/${PASSPHRASE_FILE}`,
    `pulumi stack init ${STACK} && pulumi up`,
  ];
}

/** What Pulumi takes as the name of a project. */
function projectName(folder: string): string {
  return (
    basename(resolve(folder))
      .replaceAll(/[^A-Za-z0-9_.-]/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "") || "site"
  );
}
