import { errorAt, errorsAmong, problemLine } from "@ironworks/core";
import type { OperatorMachineSpec } from "@ironworks/metal3";
import { Construct } from "constructs";
import { BareMetalHost } from "./bareMetalHost.js";
import type { ProvisionedMachineProps } from "./provisionedMachineProps.js";

const MARKER = Symbol.for("ironworks.cdk8s.ProvisionedMachine");

/**
 * An operating system on a host: it fills the host's object, and has none of its own. Removing the machine and keeping the
 * host makes the operator deprovision the server; to leave a running server alone, remove both.
 *
 * @example
 * ```ts
 * // An image with its checksum, on the disk that the host names, configured by cloud-init.
 * new ProvisionedMachine(chart, "web-0", {
 *   host: node0,
 *   image: InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" }),
 *   userData: { name: "web-0-user-data" },
 * });
 * ```
 *
 * @example
 * ```ts
 * // A disk of its own choice, by its serial number, and a fixed network.
 * new ProvisionedMachine(chart, "db-0", {
 *   host: node1,
 *   image: InstanceImage.url("https://images.example.org/debian-13.raw", { checksum: "sha256:…", format: "raw" }),
 *   rootDeviceHints: { serialNumber: "S6CKNT0W100001" },
 *   userData: { name: "db-0-user-data" },
 *   networkData: { name: "db-0-network" },
 * });
 * ```
 *
 * @example
 * ```ts
 * // A server that moves to another cluster with its system on the disk: the object comes paused, and with the status
 * // `provisioned`, so that the operator adopts the server and does not install it again.
 * new ProvisionedMachine(chart, "web-1", {
 *   host: node2,
 *   image: InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" }),
 *   installed: {},
 * });
 * ```
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
        `\`${this.node.path}\`: \`host\` is not a BareMetalHost of this app, so there is no object to fill. next: declare the host here, and the machine beside it`,
      );
    }
    if (host.node.root !== this.node.root) {
      throw new Error(
        `\`${this.node.path}\`: the host \`${host.node.path}\` belongs to another app, whose files would lack this machine. next: declare both in one app; charts may differ`,
      );
    }
    this.host = host;
    const spec: OperatorMachineSpec = rest;
    host._attach(this.node.path, spec);
    this.node.addValidation({ validate: () => this.#validate(spec) });
  }

  #validate(spec: OperatorMachineSpec): string[] {
    const machines = this.host._machines;
    const others = [...machines.keys()].filter((path) => path !== this.node.path);
    if (others.length > 0) {
      const names = others.map((path) => `\`${path}\``).join(", ");
      return [
        problemLine(
          errorAt(
            "host",
            `is the host of ${names} too, and a disk takes one operating system.`,
            "give each machine a host of its own",
          ),
        ),
      ];
    }
    return machines.get(this.node.path) === spec ? errorsAmong(this.host._problems().machine).map(problemLine) : [];
  }
}
