import type { LabStatus } from "@ironworks/lab";
import { stringify } from "yaml";
import type { LabCredentials } from "./labCredentials.js";
import type { PassphraseSecrets } from "./passphraseSecrets.js";

/** Name of the stack, and of the route in its program. */
export const STACK = "lab";
/** Holds the stack's passphrase. */
export const PASSPHRASE_FILE = "passphrase";
/** Holds the stack's state. */
const STATE_FOLDER = "state";

/** What a project is written from. */
export interface ProjectInput {
  /** Of the Pulumi project. */
  readonly name: string;
  /** Of Ironworks' packages. */
  readonly version: string;
  readonly lab: LabStatus;
  readonly credentials: LabCredentials;
  readonly secrets: PassphraseSecrets;
}

const PROGRAM = `import { BareMetalHost, cloudConfig, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";

/** One server of the stack's configuration. */
interface Server {
  name: string;
  bmcAddress: string;
  bmcUsername: string;
  bootMACAddress: string;
}

const config = new pulumi.Config();
const bmcPasswords = config.requireSecretObject<Record<string, string>>("bmcPasswords");

// Its credentials: ironworks:${STACK}.username and ironworks:${STACK}.password
const ironic = ironicApi("${STACK}", {
  endpoint: config.require("ironicEndpoint"),
  ramdisk: IpaImage.iso(config.require("ramdiskIso")),
});
const image = InstanceImage.url(config.require("imageUrl"), { checksum: config.require("imageChecksum") });

export const rootDisks: Record<string, pulumi.Output<string>> = {};

for (const { name, bmcAddress, bmcUsername, bootMACAddress } of config.requireObject<Server[]>("servers")) {
  const host = new BareMetalHost(name, {
    route: ironic,
    bmc: {
      address: bmcAddress,
      username: bmcUsername,
      password: bmcPasswords.apply((passwords) => passwords[name] ?? ""),
      disableCertificateVerification: true, // each lab's BMCs have a certificate of their own
    },
    bootMACAddress,
  });
  const machine = new ProvisionedMachine(\`web-\${name}\`, {
    host,
    image,
    rootDisk: (disks) => disks.smallest({ type: "NVME" }), // exactly one is the smallest, or stop and list them
    userData: cloudConfig({ hostname: name }),
  });
  rootDisks[name] = machine.rootDisk.apply((disk) => \`\${disk.name}, serial \${disk.serial}\`);
}
`;

/** The files of a Pulumi project that runs against a lab as it is, by their paths. */
export function projectFiles(input: ProjectInput): Readonly<Record<string, string>> {
  const { version, name } = input;
  return {
    "Pulumi.yaml": stringify(project(name), { lineWidth: 0 }),
    [`Pulumi.${STACK}.yaml`]: stringify(stackSettings(input), { lineWidth: 0 }),
    "index.ts": PROGRAM,
    "package.json": json({
      name,
      private: true,
      main: "index.ts",
      dependencies: { "@ironworks/pulumi": `^${version}`, "@pulumi/pulumi": "^3.200.0" },
      devDependencies: {
        "@ironworks/lab": `^${version}`,
        "@types/node": "^20.19.0",
        ironworks: `^${version}`,
        typescript: "^5.9.0",
      },
    }),
    "tsconfig.json": json({
      compilerOptions: {
        strict: true,
        target: "ES2022",
        module: "nodenext",
        moduleResolution: "nodenext",
        types: ["node"],
        skipLibCheck: true,
      },
      files: ["index.ts"],
    }),
    ".gitignore": `/node_modules/\n/${PASSPHRASE_FILE}\n/${STATE_FOLDER}/\n`,
    [`${STATE_FOLDER}/.gitkeep`]: "",
  };
}

function project(name: string): unknown {
  const text = (description: string) => ({ type: "string", description });
  return {
    name,
    description: "Servers of a lab, from a BMC address to an installed operating system.",
    runtime: "nodejs",
    backend: { url: `file://./${STATE_FOLDER}` },
    config: {
      ironicEndpoint: text("URL of Ironic's API"),
      ramdiskIso: text("URL of the deploy ramdisk"),
      imageUrl: text("URL of the operating system's image, raw"),
      imageChecksum: text("of the image: sha256: and 64 hexadecimal digits"),
      servers: {
        type: "array",
        items: { type: "object" },
        description: "of each server: name, bmcAddress, bmcUsername, bootMACAddress",
      },
      bmcPasswords: { type: "object", secret: true, description: "name of a server: password of its BMC" },
    },
  };
}

function stackSettings({ name, lab, credentials, secrets }: ProjectInput): unknown {
  const [image] = lab.images;
  const secure = (text: string) => ({ secure: secrets.encrypt(text) });
  return {
    encryptionsalt: secrets.salt,
    config: {
      [`ironworks:${STACK}.username`]: credentials.ironic.username,
      [`ironworks:${STACK}.password`]: secure(credentials.ironic.password),
      [`${name}:ironicEndpoint`]: lab.endpoint,
      [`${name}:ramdiskIso`]: lab.ramdisk.iso,
      [`${name}:imageUrl`]: image?.url,
      [`${name}:imageChecksum`]: image?.checksum,
      [`${name}:servers`]: lab.hosts.map(({ name: host, bmcAddress, bootMACAddress }) => ({
        name: host,
        bmcAddress,
        bmcUsername: credentials.bmcs[host]?.username,
        bootMACAddress,
      })),
      [`${name}:bmcPasswords`]: Object.fromEntries(
        Object.entries(credentials.bmcs).map(([host, { password }]) => [host, secure(password)]),
      ),
    },
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
