import { type AutomationStack, automationStack } from "@ironworks/engine";
import { Lab } from "@ironworks/lab";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "@ironworks/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Gate } from "../gate.js";
import type { FaultBench, FaultCase, Mistake } from "./faultCase.js";
import { type FaultRow, faultRow } from "./faultRow.js";
import { Ears, type Heard } from "./heard.js";

export interface SoakFaultsOptions {
  readonly faults: readonly FaultCase[];
  /** Whether each fault is cleared in the end, and `up` must then work. */
  readonly recover: boolean;
  readonly log: (line: string) => void;
}

/** A fault with what is its own. */
interface Place extends FaultBench {
  readonly fault: FaultCase;
}

/** What a program declares of a place: its host, its machine; `wrong` with the mistakes of the case. */
interface Declared {
  readonly place: Place;
  readonly machine: boolean;
  readonly wrong: boolean;
}

const MOST_AT_ONCE = 100;
const PROJECT = "faults";

/** Raises faults, each on a host of its own, and returns what a user reads of each. */
export async function soakFaults(options: SoakFaultsOptions): Promise<readonly FaultRow[]> {
  const { faults } = options;
  // A ramdisk that says nothing must be noticed by us, before Ironic ends its own wait.
  const seconds = 300;
  const lab = await Lab.start({
    hosts: faults.length,
    ironic: { timeouts: { inspectSeconds: seconds, deploySeconds: seconds, cleanSeconds: seconds } },
  });
  const gates: Gate[] = [];
  try {
    const places: Place[] = [];
    for (const [at, fault] of faults.entries()) {
      const gate = await Gate.open(lab);
      gates.push(gate);
      places.push({ fault, lab, gate, host: lab.hosts[at] ?? lab.hosts[0] });
    }
    return await new FaultRun(lab, places, options).run();
  } finally {
    await Promise.all(gates.map((gate) => gate.close()));
    await lab.stop();
  }
}

function rowLine({ name, problems, first, error }: FaultRow): string {
  const wrong = problems.length === 0 ? "as expected" : problems.join("; ");
  return `${name}: ${wrong} · ${first}${error === first ? "" : `\n  and then: ${error}`}`;
}

class FaultRun {
  readonly #lab: Lab;
  readonly #places: readonly Place[];
  readonly #options: SoakFaultsOptions;

  constructor(lab: Lab, places: readonly Place[], options: SoakFaultsOptions) {
    this.#lab = lab;
    this.#places = places;
    this.#options = options;
  }

  async run(): Promise<readonly FaultRow[]> {
    const program = this.#of("program");
    const rows: FaultRow[] = [];
    for (const place of program) {
      rows.push(await this.#mistake(place));
    }
    const places = this.#places.filter((place) => !program.includes(place));
    if (places.length > 0) {
      const stack = await this.#stack("all");
      try {
        rows.push(...(await this.#lives(stack, places)));
      } finally {
        await stack.dispose();
      }
    }
    return rows;
  }

  /** Enrols hosts while the faults of that stage are on, then installs machines while the others are. */
  async #lives(stack: AutomationStack, places: readonly Place[]): Promise<FaultRow[]> {
    const [enrol, install] = [this.#of("enrol"), this.#of("install")];
    await this.#each(enrol, (place) => place.fault.raise?.(place));
    const enrolled = await this.#up(
      stack,
      places.map((place) => ({ place, machine: false, wrong: place.fault.stage === "enrol" })),
    );
    const rows = enrol.map((place) => this.#row(place, enrolled.heard));
    await this.#each(enrol, (place) => place.fault.clear?.(place));
    this.#notEnrolled(install, enrolled.heard);

    await this.#each(install, (place) => place.fault.raise?.(place));
    const installed = await this.#up(stack, [
      ...install.map((place) => ({ place, machine: true, wrong: true })),
      ...enrol.map((place) => ({ place, machine: false, wrong: false })),
    ]);
    const repaired = enrol.map((place, at) => this.#recovered(rows[at], place, installed.heard));
    const broken = install.map((place) => this.#row(place, installed.heard));
    await this.#each(install, (place) => place.fault.clear?.(place));
    if (!this.#options.recover) {
      return [...repaired, ...broken];
    }
    return [...repaired, ...(await this.#repaired(stack, places, broken))];
  }

  /** Where we gave up waiting before Ironic did, the first of two runs waits for its verdict, and the second goes on. */
  async #repaired(stack: AutomationStack, places: readonly Place[], rows: readonly FaultRow[]): Promise<FaultRow[]> {
    const declared = places.map((place) => ({ place, machine: place.fault.stage === "install", wrong: false }));
    const first = await this.#up(stack, declared);
    const second = await this.#up(stack, declared);
    return this.#of("install").map((place, at) => {
      const row = this.#recovered(rows[at], place, first.heard);
      return row.recovered === "works" ? row : this.#recovered(row, place, second.heard, "works the second time");
    });
  }

  #of(stage: string): Place[] {
    return this.#places.filter(({ fault }) => fault.stage === stage);
  }

  async #each(places: readonly Place[], act: (place: Place) => Promise<void> | undefined): Promise<void> {
    for (const place of places) {
      await act(place)?.catch((error: unknown) => {
        this.#options.log(`${place.fault.name}: ${String(error)}`);
      });
    }
  }

  #row(place: Place, heard: readonly Heard[]): FaultRow {
    const { fault, host } = place;
    const own = heard.filter(({ resource }) => resource === fault.name || resource === `web-${fault.name}`);
    const ledger = this.#lab.ledger().filter((entry) => entry.host === host.name);
    const row = faultRow(fault, own, ledger, this.#secrets(place));
    this.#options.log(rowLine(row));
    return row;
  }

  #recovered(row: FaultRow | undefined, { fault }: Place, heard: readonly Heard[], works = "works"): FaultRow {
    const names = [fault.name, `web-${fault.name}`];
    const error = heard.find(({ resource, severity }) => severity === "error" && names.includes(resource));
    if (error) {
      this.#options.log(`${fault.name}: the next up fails: ${error.text}`);
    }
    const said = fault.final ? "needs what was lost" : "fails";
    return { ...(row as FaultRow), recovered: error === undefined ? works : said };
  }

  #notEnrolled(places: readonly Place[], heard: readonly Heard[]): void {
    for (const { fault } of places) {
      const error = heard.find(({ resource, severity }) => severity === "error" && resource === fault.name);
      if (error) {
        throw new Error(`${fault.name} was not enrolled: ${error.text}`);
      }
    }
  }

  #secrets({ host }: Place): string[] {
    return [host.bmc.password, this.#lab.credentials.password];
  }

  /** A mistake is found before anything is sent, so a preview of its own is enough. */
  async #mistake(place: Place): Promise<FaultRow> {
    const stack = await this.#stack(place.fault.name);
    const ears = new Ears();
    try {
      const program = this.#program([{ place, machine: true, wrong: true }]);
      await stack.stack.preview({ program, onEvent: ears.listen }).catch(() => undefined);
    } finally {
      await stack.dispose();
    }
    const said = ears.heard.filter(({ text }) => !text.includes("One or more errors occurred"));
    const row = faultRow(place.fault, said, [], this.#secrets(place));
    this.#options.log(rowLine(row));
    return row;
  }

  #stack(stackName: string): Promise<AutomationStack> {
    const { username, password } = this.#lab.credentials;
    const environment = Object.fromEntries(
      this.#places.flatMap((_, at) => [
        [`IRONWORKS_WAY_${at}_USERNAME`, username],
        [`IRONWORKS_WAY_${at}_PASSWORD`, password],
      ]),
    );
    return automationStack({ projectName: PROJECT, stackName, environment });
  }

  async #up(stack: AutomationStack, declared: readonly Declared[]): Promise<Ears> {
    const ears = new Ears();
    const options = { parallel: MOST_AT_ONCE, continueOnError: true, onEvent: ears.listen };
    await stack.stack.up({ ...options, program: this.#program(declared) }).catch((error: unknown) => {
      if (ears.heard.length === 0) {
        throw error;
      }
    });
    return ears;
  }

  #program(declared: readonly Declared[]): PulumiFn {
    return async () => {
      for (const one of declared) {
        this.#declare(one);
      }
    };
  }

  #declare({ place, machine, wrong }: Declared): void {
    const { fault, host, gate } = place;
    const mistake: Mistake = (wrong && fault.mistake?.(place)) || {};
    const route = ironicApi(`way-${this.#places.indexOf(place)}`, {
      endpoint: mistake.endpoint ?? gate.endpoint,
      ramdisk: IpaImage.iso(mistake.ramdisk ?? this.#lab.ramdisk.iso),
    });
    const bareMetalHost = new BareMetalHost(fault.name, {
      route,
      bmc: { ...host.bmc, ...(mistake.bmc as object | undefined) },
      bootMACAddress: host.bootMACAddress,
      ...mistake.host,
    });
    if (!machine) {
      return;
    }
    const [image] = this.#lab.images;
    new ProvisionedMachine(`web-${fault.name}`, {
      host: bareMetalHost,
      image: InstanceImage.url(mistake.image?.url ?? image.url, {
        checksum: mistake.image?.checksum ?? image.checksum,
      }),
      rootDeviceHints: { serialNumber: host.disks[0]?.serial },
      ...mistake.machine,
    });
  }
}
