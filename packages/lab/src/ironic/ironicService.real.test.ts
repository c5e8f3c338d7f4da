import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PreparedLab, preparedLab } from "../prepare/prepareLab.js";
import { Supervisor } from "../process/supervisor.js";
import { IronicService } from "./ironicService.js";

let folder: string;
let prepared: PreparedLab;
let supervisor: Supervisor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
  prepared = await preparedLab();
  supervisor = await Supervisor.start(prepared.python.path);
});
afterAll(async () => {
  await supervisor?.close();
  await rm(folder, { recursive: true, force: true });
});

function service(name: string, more: Partial<ConstructorParameters<typeof IronicService>[0]>): IronicService {
  const own = join(folder, name);
  return new IronicService({
    supervisor,
    environment: prepared.ironic,
    schema: prepared.schema,
    folder: own,
    log: join(folder, `${name}.log`),
    outputLog: join(folder, `${name}-output.log`),
    credentials: { username: "admin", password: "x" },
    certificate: join(folder, "none.pem"),
    httpUrl: "http://127.0.0.1:9",
    auth: "noauth",
    passwordFile: join(folder, "none"),
    ipmi: false,
    kernelUrl: "http://127.0.0.1:9/kernel",
    initramfsUrl: "http://127.0.0.1:9/initramfs",
    timeouts: {},
    ...more,
  });
}

it("an Ironic that refuses its configuration: its own words are shown, nothing is left running", async () => {
  const ironic = service("refusing", { auth: "nonsense" as "noauth" });
  const error = await ironic.start().catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "LAB_IRONIC_START_FAILED" });
  expect(String(error)).toContain("nonsense");
  expect(String(error)).toContain(join(folder, "refusing-output.log"));
  expect(supervisor.running()).toEqual([]);
});

it("an Ironic whose conductor crashes again and again is ended", async () => {
  const broken = join(folder, "broken.sqlite");
  await writeFile(broken, "this is not a database");
  await mkdir(join(folder, "never"), { recursive: true });
  const ironic = service("never", { schema: broken });
  const error = await ironic.start().catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "LAB_IRONIC_START_FAILED" });
  expect(String(error)).toContain("Ironic crashes as it starts");
  expect(String(error)).toContain("file is not a database");
  expect(supervisor.running()).toEqual([]);
});

it("an Ironic that is not ready in time is ended", async () => {
  const ironic = service("slow", { startTimeoutMs: 300 });
  const error = await ironic.start().catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "LAB_IRONIC_START_FAILED" });
  expect(String(error)).toContain("Ironic was not ready after 0.3 s");
  expect(supervisor.running()).toEqual([]);
});
