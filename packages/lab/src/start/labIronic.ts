import { join } from "node:path";
import { RamdiskIronicClient } from "../agent/ramdiskIronicClient.js";
import { asset } from "../assets.js";
import { LabError } from "../error.js";
import { IronicService } from "../ironic/ironicService.js";
import { RecordingProxy } from "../ironic/recordingProxy.js";
import { RequestLog } from "../ironic/requestLog.js";
import { run } from "../prepare/run.js";
import { printedReady } from "../process/printedReady.js";
import type { LabFrame } from "./labFrame.js";
import type { LabNetwork } from "./startNetwork.js";

/** A lab's Ironic: the service, a proxy that records what clients ask of it, and the ramdisks' own connection. */
export class LabIronic {
  readonly requests: RequestLog = new RequestLog();
  /** Works once Ironic has started. */
  readonly ramdiskClient: RamdiskIronicClient;
  readonly #service: IronicService;
  readonly #proxy: RecordingProxy;
  readonly #frame: LabFrame;
  readonly #database: string;

  constructor(frame: LabFrame, network: LabNetwork) {
    const { settings, prepared, logs, secrets } = frame;
    this.#frame = frame;
    this.#database = join(network.ironicFolder, "ironic.sqlite");
    this.#service = new IronicService({
      supervisor: frame.supervisor,
      environment: prepared.ironic,
      schema: prepared.schema,
      folder: network.ironicFolder,
      outputLog: join(logs, "ironic-output.log"),
      log: join(logs, "ironic.log"),
      httpUrl: network.url,
      auth: settings.auth,
      credentials: secrets.ironic,
      passwordFile: secrets.ironic.file,
      certificate: secrets.certificate,
      ipmi: settings.ipmiShapes.length > 0,
      kernelUrl: network.ramdisk.kernel,
      initramfsUrl: network.ramdisk.initramfs,
      timeouts: settings.timeouts,
      signal: frame.signal,
    });
    this.ramdiskClient = new RamdiskIronicClient(
      () => this.#service.port,
      (request) => this.requests.add("agent", request),
    );
    this.#proxy = new RecordingProxy(() => this.#service.port, this.requests);
    frame.onClose(() => this.#close());
  }

  /** Where clients reach it. */
  get url(): string {
    return this.#proxy.url;
  }

  async start(): Promise<void> {
    await this.#service.start();
    await this.#proxy.open();
  }

  /** SIGKILL; callers are refused. */
  async kill(): Promise<void> {
    await Promise.all([this.#proxy.close(), this.#service.kill()]);
  }

  /** Starts it again with the database that it has, under the same URL. */
  async restart(): Promise<void> {
    await this.#service.restart();
    await this.#proxy.open();
  }

  /** Starts it again with an empty database, under the same URL. */
  loseDatabase(): Promise<void> {
    return this.#service.loseDatabase();
  }

  /** Locks the node of a BMC's system, as a conductor does, or unlocks it. */
  async reserve(system: string, held: boolean): Promise<void> {
    const command = held ? "reserve" : "release";
    const { code, stderr } = await run(this.#python, [asset("database.py"), this.#database, command, system]);
    if (code !== 0) {
      throw new LabError("LAB_PROCESS_START_FAILED", `Ironic's database could not be changed: ${stderr.trim()}`);
    }
  }

  /** Holds the database's write lock; the returned function lets go. */
  async lockDatabase(): Promise<() => Promise<void>> {
    const { supervisor, folder, logs } = this.#frame;
    const process = await supervisor.spawn("database-lock", {
      argv: [this.#python, asset("database.py"), this.#database, "lock"],
      env: {},
      cwd: folder,
      log: join(logs, "database-lock.log"),
    });
    await printedReady(process);
    return () => process.kill();
  }

  get #python(): string {
    return join(this.#frame.prepared.bmc, "bin", "python");
  }

  /** Set where it ended although nobody ended it. */
  failure(): LabError | undefined {
    return this.#service.failure();
  }

  async #close(): Promise<void> {
    this.ramdiskClient.close();
    await this.#proxy.close();
  }
}
