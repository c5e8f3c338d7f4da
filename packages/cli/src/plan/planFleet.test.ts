import { canonicalBmcEndpoint, nodeUuid, parseBmcAddress } from "@ironworks/core";
import { fieldOf, textOf } from "@ironworks/core/json";
import { describe, expect, it } from "vitest";
import { fleetHost } from "../status/testing/fleetFixture.js";
import type { FleetPlan, HostPlan } from "./hostPlan.js";
import { readPreview } from "./previewDocument.js";
import { changed, PREVIEW, planOf, REFUSED, type Recorded, STATE, stepOf } from "./testing/recorded.js";

const effects = (plan: FleetPlan) => plan.hosts.map(({ effect, host, machine }) => [effect, host, machine]);
const hostIn = (plan: FleetPlan, name: string): HostPlan =>
  plan.hosts.find(({ host }) => host === name) ?? expect.fail(`${name} has no line`);
const planned = (change: (recording: Recorded) => void): FleetPlan =>
  planOf(changed(PREVIEW, change), { state: STATE });
const silent = (recording: Recorded, name: string): void => {
  recording.diagnostics = recording.diagnostics.filter(({ urn }) => urn?.endsWith(`::${name}`) !== true);
};

describe("a recorded preview", () => {
  it("beside its state: a line for each host, the dangerous first", () => {
    const plan = planOf(PREVIEW, { state: STATE });
    expect(effects(plan)).toEqual([
      ["erased", "node-1", "web-1"],
      ["installed", "node-0", "web-0"],
      ["powered off", "node-2", null],
      ["rebooted", "node-5", null],
      ["powered on", "node-6", null],
      ["untouched", "rack1-u4", "app-4"],
      ["untouched", "node-3", "web-3"],
    ]);
    expect(plan).toMatchObject({ version: 1, complete: true, destructive: 1, totals: { erased: 1, untouched: 2 } });
    expect(hostIn(plan, "node-1")).toMatchObject({
      why: ["`userData` changed"],
      disks: [{ name: "/dev/sda", serial: "N1-SATA0", sizeGiB: 4000 }],
      usualSeconds: 600,
      live: null,
    });
  });

  it("without its state: who stays as it is has no line", () => {
    expect(effects(planOf(PREVIEW, {})).map(([, host]) => host)).not.toContain("node-3");
  });

  it("one that was refused says so, and of the others what it did not come to", () => {
    const plan = planOf(REFUSED, { state: STATE });
    expect(plan.complete).toBe(false);
    expect(effects(plan)[0]).toEqual(["refused", "node-3", "web-3"]);
    expect(hostIn(plan, "node-3").why).toEqual(["`image` changed, which only a reinstall applies"]);
    expect(hostIn(plan, "node-1").effect).toBe("not decided");
    // A machine that is new on it may not have been looked at.
    expect(hostIn(plan, "node-0").effect).toBe("not decided");
  });

  it("an error that is only of the end of the run refuses nothing", () => {
    const error = (message: string) =>
      hostIn(
        planned((recording) => {
          const { urn } = stepOf(recording, "node-5");
          recording.diagnostics.push({ urn, message: `error: ${message}\n`, severity: "error" });
        }),
        "node-5",
      ).effect;
    expect(error("rpc error: code = Canceled desc = context canceled")).toBe("not decided");
    expect(error("`bmc.address` is not a known address. [INVALID_INPUT] next: …")).toBe("refused");
    expect(error('resource "urn:…" cannot be deleted because it is protected')).toBe("refused");
  });

  it("nothing of a secret, of the state's ciphertext or of the program is in it", () => {
    expect(JSON.stringify(planOf(PREVIEW, { state: STATE }))).not.toMatch(
      /cloud-config|ciphertext|\[secret\]|password/i,
    );
  });
});

describe("what deletes do", () => {
  const ofMachine = (onDestroy: string | undefined, cleaning?: string, keepDisks?: readonly unknown[]) =>
    hostIn(
      planned((recording) => {
        const { oldState: machine } = stepOf(recording, "web-2");
        const { oldState: host } = stepOf(recording, "node-2");
        Object.assign(machine?.outputs ?? {}, { onDestroy, keepDisks });
        Object.assign(host?.outputs ?? {}, { automatedCleaningMode: cleaning, onDestroy: "detach" });
      }),
      "node-2",
    );

  it("a deprovision with cleaning erases every disk; without it none", () => {
    expect(ofMachine("deprovision")).toMatchObject({ effect: "powered off", destructive: false, disks: [] });
    const cleaned = ofMachine("deprovision", "metadata");
    expect(cleaned).toMatchObject({ effect: "erased", destructive: true });
    expect(cleaned.disks.length).toBeGreaterThan(1);
    expect(cleaned.sentences[0]).toContain("partition tables of every disk are erased");
  });

  it("`erase` erases every disk but those that are kept, whatever the host says", () => {
    const erased = ofMachine("erase");
    expect(erased).toMatchObject({
      effect: "erased",
      destructive: true,
      why: ["machine erased, disks cleaned", expect.anything()],
    });
    expect(erased.disks.length).toBeGreaterThan(1);
    const [first, ...others] = erased.disks;
    const kept = ofMachine("erase", undefined, [{ serial: first?.serial }]);
    expect(kept.disks).toEqual(others);
  });

  it("a host that is shut down is powered off; with a machine left on it that is refused", () => {
    const ofHost = (machine: string) =>
      hostIn(
        planned((recording) => {
          Object.assign(stepOf(recording, "web-2").oldState?.outputs ?? {}, { onDestroy: machine });
          Object.assign(stepOf(recording, "node-2").oldState?.outputs ?? {}, { onDestroy: "powerOff" });
        }),
        "node-2",
      );
    expect(ofHost("deprovision")).toMatchObject({ effect: "powered off", destructive: false });
    expect(ofHost("detach")).toMatchObject({ effect: "refused", destructive: false });
  });

  it("a detach touches nothing, and says so", () => {
    expect(ofMachine(undefined, "metadata")).toMatchObject({
      effect: "untouched",
      why: ["machine left as it is", "host left as it is"],
      usualSeconds: null,
    });
  });

  it("a way that this version does not know is taken for the worst", () => {
    expect(ofMachine("shred")).toMatchObject({ effect: "erased", destructive: true });
  });

  it("a host is not removed under a machine", () => {
    const plan = planned((recording) => {
      Object.assign(stepOf(recording, "web-2").oldState?.outputs ?? {}, { onDestroy: "detach" });
    });
    expect(hostIn(plan, "node-2")).toMatchObject({ effect: "refused" });
    expect(hostIn(plan, "node-2").why).toContain("deleting it is refused while a machine is on the host");
  });

  it("what Pulumi keeps is not touched", () => {
    const plan = planned((recording) => {
      for (const name of ["web-2", "node-2"]) {
        Object.assign(stepOf(recording, name).oldState ?? {}, { retainOnDelete: true });
      }
    });
    expect(hostIn(plan, "node-2")).toMatchObject({ effect: "untouched", usualSeconds: null });
  });
});

describe("the provider's own words decide", () => {
  it("may", () => {
    const plan = planned((recording) => {
      for (const diagnostic of recording.diagnostics) {
        diagnostic.message = diagnostic.message.replace(/will erase(.*)changed/, "may erase$1is not known yet");
      }
    });
    expect(hostIn(plan, "node-1")).toMatchObject({
      effect: "may be erased",
      destructive: true,
      why: ["`userData` is not known yet"],
    });
  });

  it("a sentence is read however long it and its URN are", () => {
    const plan = planned((recording) => {
      for (const diagnostic of recording.diagnostics) {
        diagnostic.message = diagnostic.message.replace("changed", `changed${", and more".repeat(500)}`);
        diagnostic.urn =
          diagnostic.urn?.replace("::pulumi-nodejs", `::${"acme:index:Rack$".repeat(100)}pulumi-nodejs`) ?? "";
      }
    });
    expect(hostIn(plan, "node-1").effect).toBe("erased");
  });

  it("a sentence of a resource that has no step is not lost", () => {
    const plan = planned((recording) => {
      recording.steps = recording.steps.filter(({ urn }) => !urn.endsWith("::web-0"));
    });
    expect(plan.hosts.flatMap(({ sentences }) => sentences)).toContainEqual(
      expect.stringMatching(/^will write `image` to nvme0n1/),
    );
  });
});

describe("where the preview says nothing of an update", () => {
  it("another image where a reinstall is allowed may erase", () => {
    const plan = planned((recording) => {
      silent(recording, "web-1");
      const checksum = { algorithm: "sha256", value: "b".repeat(64) };
      const { newState } = stepOf(recording, "web-1");
      Object.assign(newState?.inputs ?? {}, { image: { ...(newState?.inputs.image as object), checksum } });
    });
    expect(hostIn(plan, "node-1")).toMatchObject({
      effect: "may be erased",
      destructive: true,
      disks: [{ serial: "N1-SATA0" }],
    });
  });

  it("a secret that nothing else explains may erase", () => {
    const plan = planned((recording) => silent(recording, "web-1"));
    expect(hostIn(plan, "node-1")).toMatchObject({ effect: "may be erased", destructive: true });
    expect(hostIn(plan, "node-1").sentences).toEqual([
      expect.stringMatching(/^may erase sda .*`userData` is not known yet here; the preview has no message of it$/),
    ]);
  });

  it("a change in place explains it, and erases nothing", () => {
    const plan = planned((recording) => {
      silent(recording, "web-1");
      Object.assign(stepOf(recording, "web-1").newState?.inputs ?? {}, { onDestroy: "deprovision" });
    });
    expect(hostIn(plan, "node-1")).toMatchObject({ effect: "untouched", destructive: false });
  });
});

describe("beside what is there", () => {
  const uuidOf = (name: string): string => {
    const { deployment } = JSON.parse(STATE) as Recorded;
    return String(deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs.nodeUuid);
  };

  it("what differs from the state is noted, and a host that wants somebody comes before those that do not", () => {
    const hosts = [
      fleetHost(0, { nodeUuid: uuidOf("node-3"), owner: "acme/other/dev", hostId: "db-3" }),
      fleetHost(1, { nodeUuid: uuidOf("node-1"), owner: "organization/site/dev", incarnation: undefined }),
    ];
    const plan = planOf(PREVIEW, { state: STATE, endpoints: [{ name: "lab", url: "https://192.0.2.10:6385", hosts }] });
    expect(hostIn(plan, "node-3").live?.notes).toEqual([
      expect.stringContaining("belongs to `acme/other/dev`, as `db-3`"),
    ]);
    expect(hostIn(plan, "node-6").live).toMatchObject({ state: "lost" });
  });

  it.each([
    [{ owner: "acme/other/dev", hostId: "db-5" }, "belongs to `acme/other/dev`, as `db-5`. next: expect that"],
    [{ owner: undefined }, "has a node in Ironic already, without a record of Ironworks."],
    [{ owner: "acme/other/dev", detached: true }, "is in Ironic already (active), given up; it is attached."],
    [{ owner: "organization/site/dev" }, "is in Ironic already (active), of this stack; it is attached."],
  ])("of a new host, whose node it is already: %j", (changes, note) => {
    const bmc = stepOf(JSON.parse(PREVIEW) as Recorded, "node-5").newState?.inputs.bmc;
    const address = parseBmcAddress(textOf(fieldOf(bmc, "address")) ?? "");
    const uuid = address.ok ? nodeUuid(canonicalBmcEndpoint(address.value)) : expect.fail("no address was recorded");
    const hosts = [fleetHost(5, { nodeUuid: uuid, ...changes })];
    const plan = planOf(PREVIEW, { state: STATE, endpoints: [{ name: "lab", url: "https://192.0.2.10:6385", hosts }] });
    expect(hostIn(plan, "node-5").live?.notes).toEqual([expect.stringContaining(note)]);
  });
});

it("a replacement is a deletion and an install", () => {
  const plan = planned((recording) => {
    const update = stepOf(recording, "web-1");
    silent(recording, "web-1");
    const { newState, ...deletion } = update;
    recording.steps = recording.steps.filter((step) => step !== update);
    recording.steps.push(
      { ...deletion, op: "delete-replaced" },
      { ...update, op: "replace" },
      { op: "create-replacement", urn: update.urn, ...(newState && { newState }) },
    );
  });
  expect(hostIn(plan, "node-1")).toMatchObject({ effect: "installed", machine: "web-1" });
});

it("other JSON is not a preview", () => {
  for (const text of ["", "{}", "[]", '{"steps": 3}']) {
    expect(readPreview(text, "p.json")).toMatchObject({ field: "p.json", message: "is not a preview of Pulumi." });
  }
});
