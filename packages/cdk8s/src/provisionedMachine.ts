import type { InstanceImage, RootDeviceHints } from "@ironworks/core";
import type { AlreadyInstalled, OperatorMachineSpec, SecretReference } from "@ironworks/metal3";
import { Construct } from "constructs";
import { BareMetalHost } from "./bareMetalHost.js";
import { problemTexts } from "./problemText.js";

const MARKER = Symbol.for("ironworks.cdk8s.ProvisionedMachine");

/** An operating system on a host. */
export interface ProvisionedMachineProps {
  /** The host, of the same app; it may be in another chart. One machine a host. */
  readonly host: BareMetalHost;
  /**
   * What is written to the disk. Another `url` in a later commit makes the operator deprovision the server and install it
   * anew, at once: see the guard.
   */
  readonly image: InstanceImage;
  /**
   * Hints that match exactly one disk, best `serialNumber` or `wwn`. That disk is overwritten.
   * @default - the host's; one of the two must be given
   */
  readonly rootDeviceHints?: RootDeviceHints | undefined;
  /**
   * Secret in the host's namespace with cloud-init or Ignition, key `userData` or `value`. Read when an installation
   * starts, and not again.
   * @default - none
   */
  readonly userData?: SecretReference | undefined;
  /**
   * Secret with OpenStack network data, key `networkData`.
   * @default - none
   */
  readonly networkData?: SecretReference | undefined;
  /**
   * Secret with meta data, key `metaData`.
   * @default - none
   */
  readonly metaData?: SecretReference | undefined;
  /**
   * The machine is on the disk already, and its host's object is made anew: in another cluster, or after a loss. The
   * operator then adopts it. Never remove this before the host's state is `provisioned`: without it, the image is
   * installed.
   * @default - the machine is installed when the object is applied
   */
  readonly installed?: AlreadyInstalled | undefined;
}

/**
 * An operating system on a host: it fills the host's object, and has none of its own. Removing the machine and keeping the
 * host makes the operator deprovision the server; to leave a running server alone, remove both.
 *
 * @example
 * new ProvisionedMachine(chart, "web-0", {
 *   host: node0,
 *   image: InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" }),
 *   userData: { name: "web-0-user-data" },
 * });
 */
export class ProvisionedMachine extends Construct {
  /** True for machines of any copy of this package. */
  static isProvisionedMachine(value: unknown): value is ProvisionedMachine {
    return typeof value === "object" && value !== null && MARKER in value;
  }

  /** The host that the machine runs on. */
  readonly host: BareMetalHost;

  /**
   * @throws Error where the host is not one of this app, or was synthesised already: the machine would be lost silently.
   */
  constructor(scope: Construct, id: string, props: ProvisionedMachineProps) {
    super(scope, id);
    Object.defineProperty(this, MARKER, { value: true });
    const { host, ...rest } = props;
    if (!BareMetalHost.isBareMetalHost(host)) {
      throw new Error(
        `\`${this.node.path}\`: \`host\` is no BareMetalHost of this app, so there is no object to fill. Remedy: declare the host here, and the machine beside it`,
      );
    }
    if (host.node.root !== this.node.root) {
      throw new Error(
        `\`${this.node.path}\`: the host \`${host.node.path}\` belongs to another app, whose files would lack this machine. Remedy: declare both in one app; charts may differ`,
      );
    }
    this.host = host;
    const spec: OperatorMachineSpec = rest;
    host._attach({ path: this.node.path, spec });
    this.node.addValidation({ validate: () => this.#validate(spec) });
  }

  #validate(spec: OperatorMachineSpec): string[] {
    const machines = this.host._machines;
    const others = machines.filter(({ path }) => path !== this.node.path).map(({ path }) => `\`${path}\``);
    if (others.length > 0) {
      return [
        `\`host\` is the host of ${others.join(", ")} too, and a disk takes one operating system. Remedy: give each machine a host of its own`,
      ];
    }
    return machines[0]?.spec === spec ? problemTexts(this.host._problems().machine, "error") : [];
  }
}
