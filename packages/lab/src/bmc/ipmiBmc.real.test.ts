import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { preparedLab } from "../prepare/prepareLab.js";
import { run } from "../prepare/run.js";
import { listen } from "../process/listen.js";
import { Supervisor } from "../process/supervisor.js";
import { IpmiBmc } from "./ipmiBmc.js";

/** Notices come a moment after what they are about. */
const WAIT = { timeout: 60_000 } as const;

/** pyghmi's own client: sends each command of argv and prints the power state after it. */
const CLIENT = `
import json, sys
from pyghmi.ipmi import command
given = json.load(sys.stdin)
try:
    bmc = command.Command(bmc="127.0.0.1", userid=given["username"], password=given["password"], port=given["port"])
    for verb in given["verbs"]:
        if verb == "network":
            bmc.set_bootdev("network")
        else:
            bmc.set_power(verb, wait=60)
    print(bmc.get_power()["powerstate"], bmc.get_bootdev()["bootdev"])
except Exception as error:
    print(type(error).__name__, error)
`;

describe("an IPMI BMC", () => {
  let folder: string;
  let supervisor: Supervisor;
  let bmc: IpmiBmc;
  let python: string;
  const notices: { power_state: string; boot_device: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      notices.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end("{}");
    });
  });
  const ask = async (verbs: string[], password = bmc.spec.password) => {
    const port = Number(new URL(bmc.spec.address.replace("ipmi:", "http:")).port);
    const input = JSON.stringify({ port, username: bmc.spec.username, password, verbs });
    return (await run(python, ["-W", "ignore", "-c", CLIENT], { input })).stdout.trim();
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
    const { ipmi } = await preparedLab({ ipmi: true });
    python = join(ipmi ?? expect.fail(), "bin", "python");
    supervisor = await Supervisor.start(python);
    bmc = await IpmiBmc.start({
      name: "bmc-node-0",
      uuid: "11111111-2222-3333-4444-555555555555",
      username: "admin",
      password: "s3cret",
      supervisor,
      environment: ipmi ?? expect.fail(),
      folder: join(folder, "bmc"),
      logs: folder,
      notifyUrl: `http://127.0.0.1:${await listen(server)}/`,
    });
  });
  afterAll(async () => {
    await supervisor?.close();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("is driven by an IPMI client, and tells of each change", async () => {
    expect(await ask(["network", "on"])).toBe("on network");
    await expect.poll(() => notices.at(-1), WAIT).toMatchObject({ power_state: "On", boot_device: "Pxe" });
  });

  it("goes off when the operating system switches off", async () => {
    await bmc.powerOff();
    await expect.poll(() => notices.at(-1)?.power_state, WAIT).toBe("Off");
    expect(await ask([])).toBe("off network");
  });

  it("can know another password, and keeps its state over that", async () => {
    await ask(["on"]);
    await bmc.setTrouble("wrong-password");
    expect(await ask([])).toMatch(/password|Incorrect|Exception/i);
    await bmc.setTrouble(undefined);
    expect(await ask([])).toBe("on network");
  });
});
