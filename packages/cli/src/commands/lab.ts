import type * as LabPackage from "@ironworks/lab";
import { Command, InvalidArgumentError } from "commander";
import { outputOf } from "../runProgram.js";
import { ownVersion } from "../version.js";

interface NameOptions {
  readonly name: string;
}
interface JsonOptions extends NameOptions {
  readonly json?: true;
}
interface UpOptions extends JsonOptions {
  readonly hosts: number;
  readonly ipmiHosts: number;
  readonly keep?: true;
  readonly project?: string;
}
interface StatusOptions extends JsonOptions {
  readonly showSecrets?: true;
}
interface FaultOptions extends JsonOptions {
  readonly host?: string;
  readonly off?: true;
  readonly set: Readonly<Record<string, string>>;
}

/** `ironworks lab …`: a bare-metal lab on this machine. */
export function labCommand(): Command {
  const lab = new Command("lab").description(
    "a bare-metal lab on this machine: real Ironic, emulated BMCs, disks that are files (Linux)",
  );
  const add = (name: string, description: string) =>
    lab.command(name).description(description).option("--name <name>", "which lab", "default");

  add("up", "start a lab in the background, and return when it is ready")
    .option("--hosts <count>", "hosts with a Redfish BMC", wholeNumber, 2)
    .option("--ipmi-hosts <count>", "more hosts, with an IPMI BMC (needs ipmitool)", wholeNumber, 0)
    .option("--keep", "keep disks and logs when the lab is taken down")
    .option(
      "--project <folder>",
      "also write a Pulumi project for this lab, or for the one that runs, into a new folder",
    )
    .option("--json", "print its status as JSON")
    .action(async function (this: Command, options: UpOptions) {
      const { BackgroundLab } = await load();
      const { statusText, projectText } = await import("./labText.js");
      const project = options.project === undefined ? undefined : await import("../lab/labProject.js");
      await project?.requireEmptyFolder(options.project ?? "");
      const began = performance.now();
      const progress = (line: string) => write(this, "error", line);
      const running = project && (await BackgroundLab.find(options.name));
      const lab = running ?? (await BackgroundLab.up({ ...options, keep: options.keep ?? false, log: progress }));
      const status = await lab.status();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const ready = running ? `The lab \`${status.name}\` runs already.` : `Ready in ${seconds} s.`;
      if (project && options.project !== undefined) {
        await project.writeLabProject(options.project, status, ownVersion());
      }
      if (options.json) {
        write(this, "out", json(status));
      } else if (project && options.project !== undefined) {
        write(
          this,
          "out",
          `${ready}\n\n${projectText(status, options.project, project.nextCommands(options.project))}`,
        );
      } else {
        write(this, "out", `${ready}\n\n${statusText(status, columnsOf(this))}`);
      }
    });

  add("status", "show a lab: its endpoint, hosts and faults")
    .option("--show-secrets", "also user names and passwords of Ironic and of every BMC")
    .option("--json", "print it as JSON")
    .action(async function (this: Command, options: StatusOptions) {
      const status = await (await (await load()).BackgroundLab.get(options.name)).status();
      const { statusText } = await import("./labText.js");
      const { readCredentials } = await import("../lab/labCredentials.js");
      const credentials = options.showSecrets && (await readCredentials(status));
      write(
        this,
        "out",
        options.json
          ? json({ ...status, ...(credentials && { credentials }) })
          : statusText(status, columnsOf(this), credentials),
      );
    });

  add("fault", "list the faults, or switch one on or off")
    .argument("[fault]", "name of the fault; without it all are listed")
    .option("--host <host>", "of one host, e.g. node-0 (default: all)")
    .option("--off", "switch it off")
    .option("--set <option=value>", "a setting of the fault; may be repeated", setting, {})
    .option("--json", "print as JSON")
    .action(async function (this: Command, fault: string | undefined, options: FaultOptions) {
      const { BackgroundLab, FAULTS } = await load();
      if (fault === undefined) {
        const running = await BackgroundLab.find(options.name);
        const active = running === undefined ? [] : (await running.status()).faults;
        const { faultList } = await import("./labText.js");
        write(
          this,
          "out",
          options.json ? json({ faults: FAULTS, active }) : faultList(FAULTS, active, columnsOf(this)),
        );
        return;
      }
      const lab = await BackgroundLab.get(options.name);
      const { host } = options;
      const active = options.off
        ? await lab.faultOff(fault, { host })
        : await lab.faultOn(fault, { ...options.set, host });
      const where = host === undefined ? "" : ` on ${host}`;
      write(this, "out", options.json ? json(active) : `${fault} is ${options.off ? "off" : "on"}${where}.`);
    });

  add("ledger", "show every disk write, erase, power action and boot so far")
    .option("--json", "print it as JSON")
    .action(async function (this: Command, options: JsonOptions) {
      const entries = await (await (await load()).BackgroundLab.get(options.name)).ledger();
      const { ledgerTable } = await import("./labText.js");
      write(this, "out", options.json ? json(entries) : ledgerTable(entries, columnsOf(this)));
    });

  add("requests", "count the requests that Ironic's API received so far")
    .option("--json", "print each of them as JSON")
    .action(async function (this: Command, options: JsonOptions) {
      const entries = await (await (await load()).BackgroundLab.get(options.name)).requests();
      const { requestTable } = await import("./labText.js");
      write(this, "out", options.json ? json(entries) : requestTable(entries, columnsOf(this)));
    });

  add("down", "end a lab and everything of it").action(async function (this: Command, options: NameOptions) {
    await (await (await load()).BackgroundLab.get(options.name)).down();
    write(this, "out", `The lab \`${options.name}\` is down.`);
  });

  lab
    .command("prune")
    .description("remove what earlier releases and other Pythons left in the cache, save what running labs use")
    .option("--dry-run", "only list it")
    .action(async function (this: Command, options: { readonly dryRun?: true }) {
      const { pruneLabCache } = await load();
      const { pruneText } = await import("./labText.js");
      write(this, "out", pruneText(await pruneLabCache({ dryRun: options.dryRun }), options.dryRun ?? false));
    });
  return lab;
}

/** The lab is an optional peer: only these commands need it. */
async function load(): Promise<typeof LabPackage> {
  try {
    return await import("@ironworks/lab");
  } catch (cause) {
    throw new Error(
      "`ironworks lab` needs the package @ironworks/lab, which is not installed. Run: npm install --save-dev @ironworks/lab",
      { cause },
    );
  }
}

function write(command: Command, to: "out" | "error", text: string): void {
  outputOf(command)[to](`${text}\n`);
}

/** Width of the terminal; undefined where it is none. */
function columnsOf(command: Command): number | undefined {
  return outputOf(command).columns;
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return Number(text);
}

function setting(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, option, value] = /^([A-Za-z]+)=(.*)$/s.exec(text) ?? [];
  if (option === undefined || value === undefined) {
    throw new InvalidArgumentError("It must be option=value.");
  }
  return { ...before, [option]: value };
}
