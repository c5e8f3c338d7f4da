import { OperationError } from "@ironworks/core";
import type { CheckFailure, DiffResult } from "@pulumi/pulumi/dynamic";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HostInputs, HostOutputs } from "../host/hostRecord.js";
import type { MachineInputs, MachineOutputs } from "../machine/machineRecord.js";
import { UNKNOWN } from "../resource/plain.js";
import { FakeDriver, failureWith, sampleHardware } from "../testing/fakeDriver.js";
import { hostInputs as host, machineInputs, providerUnderTest } from "../testing/providerUnderTest.js";
import type { DynamicProvider } from "./dynamicProvider.js";
import type { EngineLine } from "./engineLine.js";
import { InitFailed } from "./failures.js";

const machine: MachineInputs = { ...machineInputs, userData: "#cloud-config\n" };
const { route } = host;

let driver: FakeDriver;
let lines: EngineLine[];
let provider: DynamicProvider;
let gone: () => void;

beforeEach(() => {
  driver = new FakeDriver();
  // Lines of its own: what an earlier test left to be said later is not said here.
  ({ provider, lines } = providerUnderTest(driver, (callback) => {
    gone = callback;
  }));
});

const createHost = async (inputs = host): Promise<{ id: string; outs: HostOutputs }> =>
  (await provider.create(inputs)) as { id: string; outs: HostOutputs };
const createMachine = async (inputs = machine): Promise<{ id: string; outs: MachineOutputs }> =>
  (await provider.create(inputs)) as { id: string; outs: MachineOutputs };
const failureOf = (operation: Promise<unknown>): Promise<InitFailed> =>
  operation.then(
    () => expect.fail("it did not fail"),
    (error: unknown) => (error instanceof InitFailed ? error : expect.fail(String(error))),
  );
const failures = async (inputs: object): Promise<readonly CheckFailure[]> =>
  (await provider.check({}, inputs as HostInputs)).failures ?? [];

describe("check", () => {
  it("lets good inputs through", async () => {
    expect(await failures(host)).toEqual([]);
    expect(await failures(machine)).toEqual([]);
  });

  it("answers all mistakes of a resource at once, and names no property, whose value Pulumi would print", async () => {
    const found = await failures({
      ...host,
      bmc: { ...host.bmc, address: "redfsh://x" },
      route: { ...route, endpoint: "nowhere" },
      timeouts: { deploySeconds: 0 },
    });
    expect(found.map(({ property }) => property)).toEqual(["", "", ""]);
    const text = found.map(({ reason }) => reason).join("\n");
    for (const field of ["bmc.address", "route.endpoint", "timeouts.deploySeconds"]) {
      expect(text).toContain(`\`${field}\``);
    }
    expect(text).not.toContain("hunter2");
  });

  it("leaves alone what is not known", async () => {
    expect(
      await failures({
        ...host,
        bmc: { address: UNKNOWN, username: UNKNOWN, password: UNKNOWN },
        bootMACAddress: UNKNOWN,
      }),
    ).toEqual([]);
    expect(await failures({ ...machine, host: UNKNOWN, rootDisk: UNKNOWN, userData: UNKNOWN })).toEqual([]);
  });

  it("of a create says what it will write, as a warning of the resource", async () => {
    await provider.check({}, machine);
    await provider.check({}, { ...machine, rootDisk: UNKNOWN } as unknown as MachineInputs);
    const line = {
      severity: "warning",
      ephemeral: false,
      urn: "urn:pulumi:dev::app::pulumi-nodejs:ironworks:ProvisionedMachine::web-0",
    };
    expect(lines).toMatchObject([line, line]);
    expect(lines[0]?.message).toMatch(/^will write `image` to nvme0n1 \(serial NVME0001, 894 GiB\) of host `node-0`: /);
    expect(lines[1]?.message).toContain("of host `node-0` that is not known until the host is inspected");
  });

  it("shows what is risky as a warning, with what to do", async () => {
    const bmc = { address: "ipmi://10.0.1.2", username: "admin", password: "a", disableCertificateVerification: true };
    expect(await failures({ ...host, bmc })).toEqual([]);
    expect(lines[0]).toMatchObject({
      severity: "warning",
      message: expect.stringMatching(/^`bmc.disableCertificateVerification` .*\. next: remove it$/),
    });
  });

  it("says nothing of the kind of a resource that exists, or of what is refused", async () => {
    await provider.check(machine, { ...machine, userData: "#cloud-config\n# changed\n" } as MachineInputs);
    await provider.check(host, host);
    expect(await failures({ ...machine, host: { ...machine.host, owner: "org/other/dev" } })).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it("refuses a machine on the host of another stack", async () => {
    const [failure] = await failures({ ...machine, host: { ...machine.host, owner: "org/other/dev" } });
    expect(failure?.reason).toContain("`host` belongs to another stack, `org/other/dev`.");
  });
});

describe("create", () => {
  it("stores what was found and what is needed to delete", async () => {
    const { id, outs } = await createHost();
    expect(id).toBe("6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11");
    expect(outs).toMatchObject({
      nodeUuid: id,
      provisionState: "available",
      powerState: "off",
      observed: "present",
      hardware: { memoryGiB: 64 },
      ironworks: { owner: "org/app/dev", incarnation: "i1", settled: true },
      bmc: { address: host.bmc.address, username: "admin" },
      bmcPassword: "hunter2",
      route,
    });
    expect(JSON.stringify(outs)).not.toContain("undefined");
    expect(lines).toEqual([
      {
        message: "createHost done",
        severity: "info",
        ephemeral: true,
        urn: "urn:pulumi:dev::app::pulumi-nodejs:ironworks:BareMetalHost::node-0",
      },
    ]);
  });

  it("a machine's outputs hold no user data", async () => {
    const { outs } = await createMachine({ ...machine, userData: "sesame", metaData: { key: "sesame" } });
    expect(JSON.stringify(outs)).not.toContain("sesame");
    expect(outs.rootDisk).toEqual(machine.rootDisk);
  });

  it("a failure that left something behind is stored, with everything worth saying in the reasons", async () => {
    driver.failNext = failureWith("the BMC rejected the password");
    const error = await createHost().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(InitFailed);
    const { id, properties, reasons } = error as InitFailed;
    expect(id).toBe("6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11");
    expect(properties).toMatchObject({ nodeUuid: id, ironworks: { incarnation: "i1", settled: false } });
    expect(reasons).toEqual([
      "the BMC rejected the password · `node-0`: verify failed [OPERATION_CREDENTIAL] · class credential · disks touched: none · next: correct `bmc.password`, then run again",
    ]);
  });

  it("after the engine has shown a failure, its row shows the cause", async () => {
    vi.useFakeTimers();
    try {
      driver.failNext = failureWith("the BMC rejected the password");
      await failureOf(provider.create(host));
      expect(lines.filter(({ severity }) => severity === "error")).toEqual([]);
      await vi.runAllTimersAsync();
      expect(lines.at(-1)).toMatchObject({
        message: expect.stringMatching(/^the BMC rejected the password · /),
        severity: "error",
        ephemeral: true,
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ["host", host],
    ["machine", machine],
  ])("what is stored of a %s after a failure carries the provider line of the inputs", async (_what, inputs) => {
    driver.failNext = failureWith("no");
    const created = { ...inputs, __provider: "the line at its creation" };
    const { id, properties } = await failureOf(provider.create(created));
    expect(properties).toHaveProperty("__provider", "the line at its creation");
    driver.failNext = failureWith("no");
    const updated = { ...inputs, __provider: "the line of today" };
    const again = await failureOf(provider.update(id, properties as HostOutputs, updated));
    expect(again.properties).toHaveProperty("__provider", "the line of today");
    expect(again.id).toBe(id);
  });

  it("a failure that left nothing behind is not a resource", async () => {
    driver.failNext = (state) => {
      const { failure } = failureWith("no route to host")(state);
      return new OperationError({ ...failure, partial: undefined });
    };
    const error = await createHost().catch((failure: unknown) => failure);
    expect(error).not.toBeInstanceOf(InitFailed);
    expect((error as Error).message).toContain("no route to host");
  });
});

describe("diff of a host", () => {
  const cases: [string, (outs: HostOutputs) => HostOutputs, Partial<HostInputs>, boolean][] = [
    ["nothing", (outs) => outs, {}, false],
    [
      "the components around it",
      (outs) => outs,
      { ironworks: { ...host.ironworks, parents: "acme:index:Rack$" } },
      false,
    ],
    ["an address", (outs) => outs, { bmc: { ...host.bmc, address: "redfish://10.0.1.9" } }, true],
    ["a password", (outs) => outs, { bmc: { ...host.bmc, password: "hunter3" } }, true],
    ["a password that is not known yet", (outs) => outs, { bmc: { ...host.bmc, password: UNKNOWN } }, false],
    ["power that is wanted", (outs) => outs, { online: true }, true],
    ["power that was lost", (outs) => ({ ...outs, online: true, powerState: "off" }), { online: true }, true],
    ["power that nobody knows", (outs) => ({ ...outs, online: true, powerState: "unknown" }), { online: true }, false],
    ["a host that is lost", (outs) => ({ ...outs, observed: "lost" }), {}, true],
    ["an owner", (outs) => outs, { ironworks: { ...host.ironworks, owner: "org/app/prod" } }, true],
    [
      "a create that did not reach its end",
      (outs) => ({ ...outs, ironworks: { ...outs.ironworks, settled: false } }),
      {},
      true,
    ],
  ];
  it.each(cases)("%s", async (_what, stored, change, changes) => {
    const { id, outs } = await createHost();
    expect(await provider.diff(id, stored(outs), { ...host, ...change })).toEqual({ changes } satisfies DiffResult);
  });
});

describe("diff of a machine", () => {
  it("warns of what will or may be written, and notes what may be refused, in the resource's own lines", async () => {
    const { id, outs } = await createMachine();
    const differ = async (change: object) => {
      lines.length = 0;
      await provider.check(machine, machine);
      const { changes } = await provider.diff(id, outs, { ...machine, ...change } as MachineInputs);
      return { changes, lines: lines.map(({ severity, message }) => [severity, message]) };
    };
    const erase = "erase nvme0n1 (serial NVME0001, 894 GiB) of host `node-0` and install anew: `userData`";
    const changed = { userData: "#cloud-config\n# changed\n", reinstall: { allow: true } };
    expect(await differ(changed)).toEqual({ changes: true, lines: [["warning", `will ${erase} changed`]] });
    expect(await differ({ ...changed, userData: UNKNOWN })).toEqual({
      changes: true,
      lines: [["warning", `may ${erase} is not known yet`]],
    });
    expect(await differ({ userData: UNKNOWN })).toEqual({
      changes: false,
      lines: [["info", "may be refused: `userData` is not known yet, and only a reinstall changes it"]],
    });
    expect(await differ({ reinstall: { allow: true } })).toEqual({ changes: false, lines: [] });
  });
});

describe("diff of a machine that is refused", () => {
  afterEach(() => vi.unstubAllEnvs());
  const refuse = async (): Promise<Error> => {
    const { id, outs } = await createMachine();
    lines.length = 0;
    const changed = {
      ...machine,
      image: { ...machine.image, checksum: { algorithm: "sha256", value: "b".repeat(64) } },
    };
    await provider.check(machine, changed as MachineInputs);
    return provider.diff(id, outs, changed as MachineInputs).then(
      () => new Error("it was not refused"),
      (error: Error) => error,
    );
  };

  it("is an error whose message the engine shows with the resource, and whose stack is a pointer", async () => {
    const error = await refuse();
    expect(error.message).toMatch(/^`web-0` on host `node-0`: `image` changed, which only a reinstall applies\./);
    expect(error.message).toContain("nvme0n1 (serial NVME0001, 894 GiB)");
    expect(`${error}: ${error.stack}`).toBe("`web-0`: stopped; the reason is shown with the resource");
    expect(lines).toEqual([]);
  });

  it("is also a line of its own where the engine shows only the first of parallel errors", async () => {
    vi.stubEnv("PULUMI_PARALLEL_DIFF", "true");
    const error = await refuse();
    expect(lines).toMatchObject([{ message: error.message, severity: "error", ephemeral: false }]);
  });
});

it("what a refresh compares is neither refused nor said, as no program asks for it", async () => {
  const { id, outs } = await createMachine();
  lines.length = 0;
  const installed = { ...outs.installed, imageChecksum: `sha256:${"b".repeat(64)}` };
  expect(await provider.diff(id, { ...outs, installed } as MachineOutputs, machine)).toEqual({ changes: true });
  expect(lines).toEqual([]);
});

describe("update, read and delete", () => {
  it("an unfinished create goes on with what is stored", async () => {
    driver.failNext = failureWith("the BMC rejected the password");
    const error = (await createHost().catch((failure: unknown) => failure)) as InitFailed;
    const { outs } = await provider.update(error.id, error.properties as HostOutputs, host);
    expect(driver.calls).toEqual(["createHost node-0", "updateHost node-0"]);
    expect(outs).toMatchObject({ ironworks: { settled: true } });
  });

  it("a first install that failed goes on, and is not a reinstall that would be refused", async () => {
    const { id, outs } = await createMachine();
    const { installed: _installed, ...unfinished } = outs;
    const changed = { ...machine, userData: "#cloud-config\n# changed\n" };
    expect(await provider.diff(id, unfinished as MachineOutputs, changed)).toEqual({ changes: true });
    await provider.update(id, unfinished as MachineOutputs, changed);
    expect(driver.calls).toEqual(["createMachine web-0", "updateMachine web-0"]);
  });

  it("read gives inputs that show the drift of power, and keeps the id of a host that is lost", async () => {
    const { id, outs } = await createHost({ ...host, online: true });
    const drifted: HostOutputs = { ...outs, powerState: "off", observed: "lost" };
    const read = await provider.read(id, drifted);
    expect(read.id).toBe(id);
    expect(read.props).toMatchObject({ observed: "lost", powerState: "off" });
    expect(read.inputs).toEqual({ ...host, online: false });
  });

  it("delete detaches by default, and releases only where that was applied", async () => {
    const { id, outs } = await createHost();
    await provider.delete(id, outs);
    const removed: HostOutputs = { ...outs, onDestroy: "remove" };
    await provider.delete(id, removed);
    const made = await createMachine();
    await provider.delete(made.id, made.outs);
    expect(driver.calls).toEqual([
      "createHost node-0",
      "deleteHost node-0 detach",
      "deleteHost node-0 remove",
      "createMachine web-0",
      "deleteMachine web-0 detach",
    ]);
  });

  it("a delete that lost its ownership says that it did nothing", async () => {
    const { id, outs } = await createHost();
    driver.deleteHost = () => Promise.resolve({ outcome: "not-ours", reason: "it belongs to org/other/dev now" });
    lines.length = 0;
    await provider.delete(id, outs);
    expect(lines).toMatchObject([
      {
        message: "nothing was touched: it belongs to org/other/dev now",
        severity: "warning",
        urn: "urn:pulumi:dev::app::pulumi-nodejs:ironworks:BareMetalHost::node-0",
      },
    ]);
  });
});

describe("the engine", () => {
  it("when it is gone nothing starts", async () => {
    const { id, outs } = await createHost();
    gone();
    await expect(provider.update(id, outs, host)).rejects.toThrow("engine is gone");
    await expect(provider.delete(id, outs)).rejects.toThrow("engine is gone");
    expect(driver.calls).toEqual(["createHost node-0"]);
  });

  it("state of a later version is refused", async () => {
    const later = { ...host, ironworks: { ...host.ironworks, version: 2 } } as unknown as HostInputs;
    await expect(provider.create(later)).rejects.toThrow("stored by a later version of @ironworks/pulumi");
  });
});

it("hardware of the sample is what the outputs carry", async () => {
  const { outs } = await createHost();
  expect(outs.hardware).toEqual(sampleHardware);
});
