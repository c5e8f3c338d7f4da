import type { RootDisk } from "../host/rootDisk.js";
import { formatChecksum } from "../image/checksum.js";
import { hashOf } from "../json/canonicalJson.js";
import { inputHash, isSameInput } from "./inputHash.js";
import type { MachineSpec } from "./machineSpec.js";

/** What was installed, by identity: what a later change is compared with. */
export interface InstalledMachine {
  /** `sha256:…`. */
  readonly imageChecksum: string;
  /** Where it came from; absent where an older version installed it. */
  readonly imageUrl?: string | undefined;
  /** The disk that was written. */
  readonly rootDisk: RootDisk;
  /** Keyed hash of `userData` ({@link MachineState.inputKey}); absent where there was none. */
  readonly userDataHash?: string | undefined;
  /** Keyed hash of `networkData`; absent where there was none. */
  readonly networkDataHash?: string | undefined;
  /** Keyed hash of `metaData`; absent where there was none. */
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

/**
 * What is recorded after an install, and later compared with.
 *
 * @param inputKey - The machine's own key, which must not be kept where the record is.
 */
export function installedMachine(spec: MachineSpec, rootDisk: RootDisk, inputKey: string): InstalledMachine {
  const optional = {
    userDataHash: inputHash(spec.userData, inputKey),
    networkDataHash: inputHash(spec.networkData, inputKey),
    metaDataHash: inputHash(spec.metaData, inputKey),
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

/** The name of an input of which only a keyed hash is kept. */
export type HashedField = "userData" | "networkData" | "metaData";

/** Where the hash of each stands. */
const HASHED_INPUTS = {
  userData: "userDataHash",
  networkData: "networkDataHash",
  metaData: "metaDataHash",
} as const satisfies Readonly<Record<HashedField, keyof InstalledMachine>>;

/** Is the input the one that was installed? Undefined where the key that could tell is not there. */
export function isInstalledInput(
  installed: InstalledMachine,
  spec: Pick<MachineSpec, HashedField>,
  field: HashedField,
  inputKey: string | undefined,
): boolean | undefined {
  return isSameInput(installed[HASHED_INPUTS[field]], spec[field], inputKey);
}

/** Inputs of which nobody can tell any more whether they are those that were installed: their key is lost. */
export function untoldInputs(
  installed: InstalledMachine,
  spec: Pick<MachineSpec, HashedField>,
  inputKey: string | undefined,
): readonly HashedField[] {
  const fields = Object.keys(HASHED_INPUTS) as HashedField[];
  return fields.filter((field) => isInstalledInput(installed, spec, field, inputKey) === undefined);
}

/**
 * The record with hashes that the key can tell: those of an older version, and those of which nobody can tell, in whose
 * place the present inputs come. The same record where all can be told.
 */
export function retoldMachine(
  installed: InstalledMachine,
  spec: Pick<MachineSpec, HashedField>,
  inputKey: string,
): InstalledMachine {
  const fresh = (Object.keys(HASHED_INPUTS) as HashedField[]).flatMap((field) => {
    const hash = inputHash(spec[field], inputKey);
    const differs = isInstalledInput(installed, spec, field, inputKey) === false;
    return differs || hash === installed[HASHED_INPUTS[field]] ? [] : [[HASHED_INPUTS[field], hash]];
  });
  return fresh.length === 0 ? installed : { ...installed, ...Object.fromEntries(fresh) };
}
