import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** As Pulumi's passphrase provider has them (pkg/secrets/passphrase and sdk/go/common/resource/config in pulumi/pulumi). */
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
/** What the salt carries encrypted, so that a wrong passphrase is seen. */
const KNOWN_TEXT = "pulumi";

/** Encrypts settings of a stack as `pulumi config set --secret` does with a passphrase. */
export class PassphraseSecrets {
  /** `encryptionsalt` of the stack's settings. */
  readonly salt: string;
  readonly #key: Buffer;

  constructor(passphrase: string) {
    const salt = randomBytes(SALT_BYTES);
    this.#key = pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
    this.salt = `v1:${salt.toString("base64")}:${this.encrypt(KNOWN_TEXT)}`;
  }

  /** What stands below `secure`. */
  encrypt(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }
}
