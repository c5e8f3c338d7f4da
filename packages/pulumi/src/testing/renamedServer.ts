import type { Lab, LabHost, LedgerEntry } from "@ironworks/lab";
import * as pulumi from "@pulumi/pulumi";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "../index.js";
import { ironic } from "./ironicByHand.js";

/** How a program declares one server and, unless `machine` is absent, the system on it. */
export interface Declared {
  readonly host: string;
  readonly machine?: string | undefined;
  /** Names before. */
  readonly hostAliases?: readonly string[] | undefined;
  readonly machineAliases?: readonly string[] | undefined;
  /** Name of the component that both are in, and before were not. */
  readonly within?: string | undefined;
  readonly hostOnDestroy?: "remove" | undefined;
  readonly machineOnDestroy?: "deprovision" | undefined;
  readonly password?: string | undefined;
  readonly online?: boolean | undefined;
  /** Owner that the host is taken from. */
  readonly takeFrom?: string | undefined;
}

/** The program that declares these servers of a lab. */
export function declare(
  lab: Lab,
  servers: readonly { readonly server: LabHost; readonly declared: Declared }[],
  endpoint: string = lab.endpoint,
): pulumi.automation.PulumiFn {
  return async () => {
    const ramdisk = IpaImage.iso(lab.ramdisk.iso);
    const route = ironicApi("lab", { endpoint, ramdisk });
    for (const { server, declared } of servers) {
      const { bmc, bootMACAddress, disks } = server;
      const { password = bmc.password, within } = declared;
      const parent = within === undefined ? undefined : new pulumi.ComponentResource("acme:index:Rack", within);
      const options = (before: readonly string[] = []): pulumi.CustomResourceOptions => ({
        ...(parent && { parent }),
        aliases: before.map((name) => ({ name, ...(parent && { parent: pulumi.rootStackResource }) })),
      });
      const host = new BareMetalHost(
        declared.host,
        {
          route,
          bmc: { ...bmc, password },
          bootMACAddress,
          online: declared.online,
          onDestroy: declared.hostOnDestroy,
          adopt: declared.takeFrom === undefined ? undefined : { takeFrom: declared.takeFrom },
        },
        options(declared.hostAliases),
      );
      if (declared.machine === undefined) {
        continue;
      }
      const [image] = lab.images;
      new ProvisionedMachine(
        declared.machine,
        {
          host,
          image: InstanceImage.url(image.url, { checksum: image.checksum }),
          rootDeviceHints: { serialNumber: disks[0]?.serial },
          onDestroy: declared.machineOnDestroy,
        },
        options(declared.machineAliases),
      );
    }
  };
}

/** Whose a server and its system are, as Ironic keeps it. */
export interface Recorded {
  readonly node: string;
  readonly owner: unknown;
  readonly host: unknown;
  readonly incarnation: unknown;
  readonly detached: boolean;
  readonly machine?: unknown;
  readonly machineOwner?: unknown;
  readonly machineDetached?: boolean;
}

export async function recorded(lab: Lab, nodeUuid: unknown): Promise<Recorded> {
  const { name, extra } = await ironic(lab, "GET", `/v1/nodes/${nodeUuid}`);
  const { owner, hostId, incarnation, detached = false, machine } = Object((extra as { ironworks?: object }).ironworks);
  return {
    node: String(name),
    owner,
    host: hostId,
    incarnation,
    detached,
    ...(machine && {
      machine: machine.machineId,
      machineOwner: machine.owner,
      machineDetached: machine.detached ?? false,
    }),
  };
}

/** Disks written or erased, and power switched, on one server. */
export function deeds(lab: Lab, { name }: LabHost): readonly LedgerEntry[] {
  return lab.ledger().filter(({ host, kind }) => host === name && kind !== "boot");
}
