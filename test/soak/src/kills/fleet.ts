import { Lab, type LabHost } from "@ironworks/lab";
import { Gate } from "../gate.js";
import { ironic } from "../ironicByHand.js";
import { Site, type Wish } from "../site.js";
import type { OnDestroy } from "./draw.js";
import type { Allowance } from "./verdict.js";

/** What stays of a fleet from one disturbance to the next. */
export interface FleetWish {
  readonly onDestroy: readonly OnDestroy[];
  /** Token of the last reinstall, by host. */
  readonly rebuild: readonly (string | undefined)[];
}

interface SeenNode {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string;
  readonly maintenance: boolean;
  readonly reservation: string | null;
  readonly last_error: string | null;
  readonly instance_uuid: string | null;
  readonly protected: boolean;
}

/** Slow enough that a write can be met in its middle. */
const IMAGE_BYTES_PER_SECOND = 8 * 2 ** 20;

/** A lab, the gate before it, and a site whose program wants a machine on each host. */
export class Fleet {
  readonly allowances: Allowance[] = [];
  /** Asked with each line of the lab's log. */
  onLabLine: (line: string) => void = () => undefined;
  wish: FleetWish;
  /** What the state may hold: what was declared since the last `up` that worked, and what that one applied. */
  wishes: readonly FleetWish[];

  private constructor(
    readonly lab: Lab,
    readonly gate: Gate,
    readonly site: Site,
  ) {
    this.wish = {
      onDestroy: lab.hosts.map(() => ({ host: "detach", machine: "detach" })),
      rebuild: lab.hosts.map(() => undefined),
    };
    this.wishes = [this.wish];
    for (const { name } of lab.hosts) {
      this.allowances.push({ at: new Date().toISOString(), host: name, what: "install" });
    }
  }

  static async start(hosts: number): Promise<Fleet> {
    let fleet: Fleet | undefined;
    const lab = await Lab.start({
      hosts,
      // A ramdisk that lost its token when Ironic was killed is waited for in vain.
      ironic: { timeouts: { inspectSeconds: 30, deploySeconds: 45, cleanSeconds: 45 } },
      log: (line) => fleet?.onLabLine(line),
    });
    try {
      await lab.faults.on("image-slow", { bytesPerSecond: IMAGE_BYTES_PER_SECOND });
      const gate = await Gate.open(lab);
      fleet = new Fleet(lab, gate, await Site.create(lab));
      return fleet;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  get hosts(): readonly string[] {
    return this.lab.hosts.map(({ name }) => name);
  }

  /** Writes the wish down for the program. */
  async declare(wish: FleetWish): Promise<void> {
    this.wish = wish;
    this.wishes = [...this.wishes, wish];
    const { lab, gate } = this;
    const [{ url, checksum }] = lab.images;
    const hosts = lab.hosts.map((host, at) => {
      const { password: _password, ...bmc } = host.bmc;
      const onDestroy = wish.onDestroy[at];
      return {
        name: host.name,
        bmc,
        mac: host.bootMACAddress,
        host: { onDestroy: onDestroy?.host },
        machine: {
          image: url,
          checksum,
          serial: rootDisk(host).serial,
          inputs: { onDestroy: onDestroy?.machine, rebuild: wish.rebuild[at] },
        },
      };
    });
    await this.site.wish({ endpoint: gate.endpoint, ramdisk: lab.ramdisk.iso, hosts } satisfies Wish);
  }

  /** An `up` has worked. */
  applied(): void {
    this.wishes = [this.wish];
  }

  /** What is not as it must be once all has settled. */
  async unsettled(): Promise<string[]> {
    const { lab, site } = this;
    const wrong: string[] = [];
    const { resources, pending } = await site.state();
    if (pending > 0) {
      wrong.push(`the state has ${pending} pending operations`);
    }
    const names = resources.filter(({ type }) => type.includes("ironworks")).map(({ urn }) => nameOf(urn));
    const wanted = this.hosts.flatMap((name) => [name, `web-${name}`]);
    if (names.toSorted().join() !== wanted.toSorted().join()) {
      wrong.push(`the state has ${names.join(", ")}`);
    }
    for (const { urn, initErrors = [] } of resources) {
      wrong.push(...initErrors.map((error) => `${nameOf(urn)} is kept as failed: ${error}`));
    }
    const { nodes } = await ironic<{ readonly nodes: readonly SeenNode[] }>(
      lab,
      "GET",
      "/v1/nodes?fields=uuid,name,provision_state,maintenance,reservation,last_error,instance_uuid,protected",
    );
    const { ports } = await ironic<{ readonly ports: readonly { readonly address: string }[] }>(
      lab,
      "GET",
      "/v1/ports",
    );
    if (nodes.length !== lab.hosts.length) {
      wrong.push(`Ironic has ${nodes.length} nodes: ${nodes.map(({ name }) => name).join(", ")}`);
    }
    const boot = new Set(ports.map(({ address }) => address));
    wrong.push(...lab.hosts.filter((host) => !boot.has(host.bootMACAddress)).map(({ name }) => `${name} has no port`));
    for (const node of nodes) {
      const { name, provision_state, maintenance, reservation, last_error, instance_uuid } = node;
      if (provision_state !== "active" || maintenance || reservation !== null || instance_uuid === null) {
        wrong.push(`node ${name}: ${JSON.stringify({ provision_state, maintenance, reservation, last_error })}`);
      }
    }
    for (const host of lab.hosts) {
      for (const disk of host.disks) {
        const right = disk === rootDisk(host) ? await disk.startsWith(lab.images[0].file) : await disk.isUntouched();
        if (!right) {
          wrong.push(`${host.name}: ${disk.name} does not hold what it should`);
        }
      }
    }
    return wrong;
  }

  async stop(): Promise<void> {
    await this.gate.close();
    await this.site.dispose();
    await this.lab.stop();
  }
}

/** Not the first one, so that a default choice would show. */
function rootDisk(host: LabHost) {
  const disk = host.disks[1];
  if (disk === undefined) {
    throw new Error(`${host.name} has one disk`);
  }
  return disk;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
