import type { RootDisk } from "../host/rootDisk.js";
import { formatChecksum } from "../image/checksum.js";
import { hashOf } from "../json/canonicalJson.js";
import type { MachineSpec } from "./machineSpec.js";

/** What was installed, by identity: what a later change is compared with. */
export interface InstalledMachine {
  /** `sha256:…`. */
  readonly imageChecksum: string;
  /** Where it came from; absent where an older version installed it. */
  readonly imageUrl?: string | undefined;
  /** The disk that was written. */
  readonly rootDisk: RootDisk;
  /** SHA-256 of `userData`; absent where there was none. */
  readonly userDataHash?: string | undefined;
  /** SHA-256 of `networkData`; absent where there was none. */
  readonly networkDataHash?: string | undefined;
  /** SHA-256 of `metaData`; absent where there was none. */
  readonly metaDataHash?: string | undefined;
  /** The token of that install; a new one installs once more. */
  readonly rebuild?: string | undefined;
  /** The value of `replaceDisk` at that install; a new one lets the root disk move once more. */
  readonly replaceDisk?: string | undefined;
  /** Hashes of the tokens of earlier installs of this machine: none of them installs again. */
  readonly usedRebuilds?: readonly string[] | undefined;
  /**
   * Set where a later install failed, so that the disk may hold something else: `yes` where it was shown that nothing was
   * written since, `unknown` else. Either way the disk is written again only with leave (`reinstall`, `rebuild`).
   */
  readonly intact?: "yes" | "unknown" | undefined;
}

/** What is recorded after an install, and later compared with. */
export function installedMachine(spec: MachineSpec, rootDisk: RootDisk): InstalledMachine {
  const optional = {
    userDataHash: inputHash(spec.userData),
    networkDataHash: inputHash(spec.networkData),
    metaDataHash: inputHash(spec.metaData),
    rebuild: spec.rebuild,
    replaceDisk: spec.replaceDisk,
  };
  return {
    imageChecksum: formatChecksum(spec.image.checksum),
    imageUrl: spec.image.url,
    rootDisk,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

/** What is recorded after an install over another one: a token that was used once stays used. */
export function reinstalledMachine(before: InstalledMachine, after: InstalledMachine): InstalledMachine {
  const past = new Set(before.usedRebuilds);
  if (before.rebuild !== undefined && before.rebuild !== after.rebuild) {
    past.add(tokenHash(before.rebuild));
  }
  if (before.replaceDisk !== undefined && before.replaceDisk !== after.replaceDisk) {
    past.add(tokenHash(diskToken(before.replaceDisk)));
  }
  return past.size === 0 ? after : { ...after, usedRebuilds: [...past] };
}

/** Has an earlier install of the machine used the token? The last one's own asks for nothing, and does not count. */
export function isUsedRebuild({ rebuild, usedRebuilds }: InstalledMachine, token: string): boolean {
  return token !== rebuild && usedRebuilds?.includes(tokenHash(token)) === true;
}

/** May the root disk move by `replaceDisk`? Only with a value that no install has used. */
export function letsDiskMove({ replaceDisk, usedRebuilds }: InstalledMachine, token: string | undefined): boolean {
  return token !== undefined && token !== replaceDisk && usedRebuilds?.includes(tokenHash(diskToken(token))) !== true;
}

/** The same text may be used for `rebuild` as well. */
function diskToken(token: string): string {
  return `replaceDisk ${token}`;
}

/** Long enough for the tokens of one machine, short enough for its state. */
const TOKEN_HASH_LENGTH = 12;

function tokenHash(token: string): string {
  return hashOf(token).slice(0, TOKEN_HASH_LENGTH);
}

/** The hash by which an input of an install is compared; absent where there is nothing to compare. */
export function inputHash(value: string | object | undefined): string | undefined {
  if (value === undefined || value === "") {
    return undefined;
  }
  if (typeof value === "object" && Object.keys(value).length === 0) {
    return undefined;
  }
  return hashOf(value);
}
