import type { Hardware } from "@ironworks/core";
import { type Engine, engineEnvironment } from "@ironworks/engine";
import { Lab, type LabHost } from "@ironworks/lab";
import { compareWrites, diskKey } from "./ledgerReport.js";
import { type CommandResult, Project } from "./project.js";
import type { Terminal } from "./terminal.js";

export interface DemoOptions {
  /** Folder of `examples/quickstart`. */
  readonly example: string;
  readonly engine: Engine;
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** The ten steps. Returns false, after saying why, when one did not show what it should. */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const { terminal, engine } = options;
  terminal.line("Ironworks: two servers, from a BMC address to an installed system.");
  terminal.paragraph(
    `Real here: Ironic, the Redfish BMC emulators, Pulumi's engine (${engine.version}). ` +
      "Emulated: the deploy agent inside each server. Disks are files, so that each byte can be compared.",
  );
  if (engine.kind === "built") {
    terminal.paragraph(
      "`pulumi` was built from its Go modules. Its Node language host is in no registry, so a small launcher of ours " +
        "starts the SDK's own program runner in its place.",
    );
  }

  const lab = await terminal.step("A lab on this machine: Ironic, two servers with a BMC each", async () => {
    const started = await Lab.start({ hosts: 2, signal: options.signal });
    terminal.table(
      ["server", "BMC address", "boot MAC"],
      started.hosts.map((host) => [host.name, shortAddress(host.bmc.address), host.bootMACAddress]),
    );
    return started;
  });
  let project: Project | undefined;
  try {
    project = Project.create(
      options.example,
      // Else the engine stops at the first machine whose change is refused, and step 8 names one of two.
      (folders) => ({ ...engineEnvironment(folders), PULUMI_PARALLEL_DIFF: "true" }),
      (line) => showLine(terminal, line),
      options.signal,
    );
    const run = new Run(lab, project, terminal, options.signal);
    await run.all();
    if (options.keep) {
      await keepRunning(lab, project, options);
    }
    return true;
  } catch (error) {
    if (!options.signal.aborted) {
      terminal.paragraph(`Logs of the lab: ${lab.logs}`);
    }
    throw error;
  } finally {
    await lab.stop();
    project?.dispose();
  }
}

/** The image, and the config drive at the end of the disk. */
const WRITES_PER_INSTALL = 2;

class Run {
  readonly #lab: Lab;
  readonly #project: Project;
  readonly #terminal: Terminal;
  readonly #signal: AbortSignal;
  readonly #expected = new Map<string, number>();
  readonly #chosen = new Map<string, string>();

  constructor(lab: Lab, project: Project, terminal: Terminal, signal: AbortSignal) {
    this.#lab = lab;
    this.#project = project;
    this.#terminal = terminal;
    this.#signal = signal;
  }

  async all(): Promise<void> {
    const terminal = this.#terminal;
    await terminal.step("pulumi preview: nothing is touched", () => this.#preview());
    await terminal.step("pulumi up: both servers registered and inspected", () => this.#register());
    await terminal.step("Their hardware, as typed outputs of the stack", () => this.#hardware());
    await terminal.step("pulumi up: an operating system on each chosen disk", () => this.#install());
    await terminal.step("Each disk compared with the image, byte for byte", () => this.#compareDisks());
    await terminal.step("pulumi up again: nothing to do", () => this.#noChanges());
    await terminal.step("User data changed: the preview refuses", () => this.#refused());
    await terminal.step("Allowed for node-0 alone: only node-0 is reinstalled", () => this.#reinstallOne());
    await terminal.step("pulumi destroy: the servers keep what is on their disks", () => this.#destroy());
    this.#ledger();
  }

  async #preview(): Promise<void> {
    const lab = this.#lab;
    const image = this.#image();
    await this.#succeed(["stack", "init", "demo"]);
    const settings: [string, string][] = [
      ["ironicEndpoint", lab.endpoint],
      ["ramdiskIso", lab.ramdisk.iso],
      ["imageUrl", image.url],
      ["imageChecksum", image.checksum],
      ["motd", "Installed by Ironworks"],
      ["bmcUsername", lab.hosts[0].bmc.username],
      ["bmcInsecure", "true"],
    ];
    for (const [index, host] of lab.hosts.entries()) {
      settings.push([`servers[${index}].name`, host.name]);
      settings.push([`servers[${index}].bmcAddress`, host.bmc.address]);
      settings.push([`servers[${index}].bootMACAddress`, host.bootMACAddress]);
    }
    const plain = settings.flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await this.#succeed(["config", "set-all", "--path", ...plain], { quiet: true });
    await this.#succeed(["config", "set", "ironworks:site-a.username", lab.credentials.username], { quiet: true });
    await this.#project.secret(["ironworks:site-a.password"], lab.credentials.password);
    for (const host of lab.hosts) {
      await this.#project.secret(["--path", `bmcPasswords.${host.name}`], host.bmc.password);
    }

    await this.#succeed(["preview", "--suppress-outputs"]);
    const sent = lab.requests().filter((request) => request.by === "client" && request.method !== "GET");
    this.#check(sent.length === 0 && lab.ledger().length === 0, "the preview changed something");
    this.#terminal.paragraph("Requests that change anything, sent to Ironic: 0. Power actions: 0. Disk writes: 0.");
  }

  async #register(): Promise<void> {
    await this.#succeed(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
    this.#check(
      this.#writes().every((row) => row.seen === 0),
      "registering a server wrote to a disk",
    );
  }

  async #hardware(): Promise<void> {
    const result = await this.#succeed(["stack", "output", "hardware", "--json"], { quiet: true });
    const hardware = JSON.parse(result.output) as Record<string, Hardware>;
    for (const [name, facts] of Object.entries(hardware)) {
      const { cpu, memoryGiB, nics } = facts;
      const speeds = nics.map((nic) => `${nic.name} ${(nic.speedMbps ?? 0) / 1000} Gb/s`).join(", ");
      this.#terminal.line();
      this.#terminal.paragraph(`${name}: ${cpu.count} × ${cpu.architecture}, ${memoryGiB} GiB, ${speeds}`);
      const chosen = facts.storage.find((disk) => disk.type === "NVME");
      this.#check(chosen?.serial !== undefined, `no NVMe disk with a serial on ${name}`);
      this.#chosen.set(name, chosen?.serial ?? "");
      this.#terminal.table(
        ["disk", "type", "GiB", "serial", "root disk"],
        facts.storage.map((disk) => [
          disk.name,
          disk.type ?? "",
          String(disk.sizeGiB),
          disk.serial ?? "",
          disk === chosen ? "chosen" : "",
        ]),
      );
    }
  }

  async #install(): Promise<void> {
    for (const [index, host] of this.#lab.hosts.entries()) {
      await this.#set(`servers[${index}].rootDiskSerial`, this.#chosen.get(host.name) ?? "");
      this.#expectInstall(host);
    }
    await this.#succeed(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
  }

  async #compareDisks(): Promise<void> {
    const image = this.#image();
    const rows: string[][] = [];
    for (const host of this.#lab.hosts) {
      for (const disk of host.disks) {
        const isRoot = disk.serial === this.#chosen.get(host.name);
        const holds = isRoot ? await disk.startsWith(image.file) : await disk.isUntouched();
        this.#check(holds, `${host.name} ${disk.name}: ${isRoot ? "differs from the image" : "was written to"}`);
        rows.push([host.name, disk.name, isRoot ? `equals ${image.name}, ${image.sizeBytes} bytes` : "untouched"]);
      }
    }
    this.#terminal.table(["server", "disk", "content"], rows);
  }

  async #noChanges(): Promise<void> {
    await this.#succeed(["up", "--yes", "--skip-preview", "--suppress-outputs", "--expect-no-changes"]);
  }

  async #refused(): Promise<void> {
    await this.#set("motd", "Maintained by the night shift");
    const before = this.#lab.ledger().length;
    const result = await this.#project.pulumi(["preview", "--suppress-outputs"]);
    this.#check(result.code !== 0, "the preview accepted a change that needs a reinstall");
    const named = ["userData", ...this.#lab.hosts.flatMap(({ name }) => [name, this.#chosen.get(name) ?? ""])];
    this.#check(
      named.every((text) => result.output.includes(text)),
      "the refusal does not name each host, its disk and the field",
    );
    this.#check(this.#lab.ledger().length === before, "the refused preview touched a server");
  }

  async #reinstallOne(): Promise<void> {
    this.#expectInstall(this.#lab.hosts[0]);
    await this.#set("servers[0].whenChanged", "reinstall");
    await this.#set("servers[1].whenChanged", "pending");
    await this.#succeed(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
    this.#check(
      this.#writes().every((row) => row.seen === row.expected),
      "another disk than node-0's root disk was written",
    );
  }

  async #destroy(): Promise<void> {
    const before = this.#lab.ledger().length;
    await this.#succeed(["destroy", "--yes", "--skip-preview"]);
    const since = this.#lab.ledger().slice(before);
    this.#check(since.length === 0, `destroying touched a server: ${since.map((entry) => entry.reason).join(", ")}`);
    await this.#compareDisks();
  }

  #ledger(): void {
    this.#terminal.line();
    this.#terminal.line("   The lab's ledger: every write and erase that reached a disk");
    this.#terminal.line("   (an install is two writes: the image and the config drive)");
    const rows = this.#writes();
    this.#terminal.table(
      ["server", "disk", "writes expected", "writes seen"],
      rows.map((row) => [row.host, row.disk, String(row.expected), String(row.seen)]),
    );
    this.#check(
      rows.every((row) => row.seen === row.expected),
      "the ledger holds writes that nobody asked for",
    );
    this.#terminal.line();
    this.#terminal.line(`   All as it should be, in ${this.#terminal.total()}.`);
  }

  #image(): Lab["images"][number] {
    return this.#lab.images[0];
  }

  #expectInstall(host: LabHost): void {
    const disk = host.disks.find((candidate) => candidate.serial === this.#chosen.get(host.name));
    const key = diskKey(host.name, disk?.name ?? "");
    this.#expected.set(key, (this.#expected.get(key) ?? 0) + WRITES_PER_INSTALL);
  }

  #writes(): ReturnType<typeof compareWrites> {
    return compareWrites(this.#lab.hosts, this.#lab.ledger(), this.#expected);
  }

  async #set(key: string, value: string): Promise<void> {
    await this.#succeed(["config", "set", "--path", key, value]);
  }

  async #succeed(args: readonly string[], options: { quiet?: boolean } = {}): Promise<CommandResult> {
    this.#signal.throwIfAborted();
    const result = await this.#project.pulumi(args, options);
    this.#signal.throwIfAborted();
    if (result.code !== 0) {
      const output = options.quiet ? `\n${result.output}` : "";
      throw new Error(`\`pulumi ${args.join(" ")}\` ended with exit code ${result.code}.${output}`);
    }
    return result;
  }

  #check(holds: boolean, otherwise: string): void {
    if (!holds) {
      throw new Error(`Not as it should be: ${otherwise}.`);
    }
  }
}

/** Pulumi's lines as they are, but for its dots of waiting and the common start of all dynamic resource types. */
function showLine(terminal: Terminal, line: string): void {
  if (line.trim() === "" || /^@ [\w ]+\.+$/.test(line.trim())) {
    return;
  }
  terminal.quote(line.trimEnd().replaceAll("pulumi-nodejs:", ""));
}

function shortAddress(address: string): string {
  return address.replace(/\/redfish\/v1\/Systems\/.*/, "/…");
}

async function keepRunning(lab: Lab, project: Project, options: DemoOptions): Promise<void> {
  const { terminal, engine, signal } = options;
  terminal.line();
  terminal.line("── The lab stays up until you press ^C ".padEnd(80, "─"));
  terminal.paragraph("In another terminal:");
  terminal.line(`   cd ${project.folder}`);
  terminal.line(`   export PATH="${engine.bin}:$PATH"`);
  for (const name of ["PULUMI_BACKEND_URL", "PULUMI_HOME", "PULUMI_CONFIG_PASSPHRASE"]) {
    const value = project.environment[name];
    if (value !== undefined) {
      terminal.line(`   export ${name}='${value}'`);
    }
  }
  terminal.line("   pulumi up            # registers both servers again: they are recognised");
  terminal.line("   pulumi config set motd hello && pulumi preview");
  terminal.line("   pulumi refresh       # what changed behind Pulumi's back");
  terminal.line(`   Ironic: ${lab.endpoint}   logs: ${lab.logs}`);
  await new Promise<void>((done) => {
    if (signal.aborted) {
      done();
    }
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
