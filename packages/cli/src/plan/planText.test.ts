import { describe, expect, it } from "vitest";
import { fleetHost } from "../status/testing/fleetFixture.js";
import { planText } from "./planText.js";
import { changed, PREVIEW, planOf, REFUSED, STATE } from "./testing/recorded.js";

describe("a plan for people", () => {
  it.each([80, 100, 120])("fits %s columns", (columns) => {
    for (const preview of [PREVIEW, REFUSED]) {
      const lines = planText(planOf(preview, { state: STATE }), columns).split("\n");
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
    }
  });

  it("in 80 columns", () => {
    expect(planText(planOf(PREVIEW, { state: STATE }), 80)).toMatchInlineSnapshot(`
      "WHAT         HOST      DISK                      TAKES  WHY
      ✗ erased     node-1    sda N1-SATA0 4000 GiB     ~10m   \`userData\` changed
      installed    node-0    nvme0n1 N0-NVME0 480 GiB  ~10m   first install
      powered off  node-2                              ~60s   machine taken off its h…
      rebooted     node-5                              ~5m    boots the deploy ramdis…
      powered on   node-6                              ~20s   \`online\` is true, and i…
      untouched    rack1-u4                                   may be refused: \`rootDi…
      untouched    node-3

      node-2: machine \`web-2\` is deleted (\`onDestroy: "deprovision"\`): taken off its
        host, power off, node becomes available, disks untouched
      node-2: host \`node-2\` is deleted (\`onDestroy: "remove"\`): removed, power as it
        is, node is deleted from Ironic, disks untouched
      node-5: will power on and boot the deploy ramdisk on host \`node-5\` to inspect
        it; disks are not written: enrolment, unless this stack enrolled it before
      node-6: will power on host \`node-6\`: \`online\` is true, and it is off
      rack1-u4: may be refused: \`rootDisk\` is not known yet, and only a reinstall
        changes it
      rack1-u4: renamed from \`web-4\`; that changes its record on the node and nothing
        else
      rack1-u4: renamed from \`node-4\`; that changes its record on the node and nothing
        else

      dev: 1 erased · 1 installed · 1 powered off · 1 rebooted · 1 powered on ·
        2 untouched
      ✗ 1 host would lose data; --max-destructive allows 0.
      "
    `);
  });

  it("of a refused preview, in 120 columns", () => {
    expect(planText(planOf(REFUSED, { state: STATE }), 120)).toMatchInlineSnapshot(`
      "WHAT         HOST      MACHINE  DISK                      TAKES  WHY
      ✗ refused    node-3    web-3    nvme0n1 N3-NVME0 480 GiB         \`image\` changed, which only a reinstall applies
      rebooted     node-5                                       ~5m    boots the deploy ramdisk; enrolment
      powered on   node-6                                       ~20s   \`online\` is true, and it is off
      not decided  rack1-u4  web-4                                     renamed from \`node-4\`
      not decided  node-0
      not decided  node-1    web-1
      not decided  node-2    web-2

      node-3: \`web-3\` on host \`node-3\`: \`image\` changed, which only a reinstall applies. That would erase nvme0n1 (serial
        N3-NVME0, 480 GiB). Nothing was done. [REINSTALL_REFUSED] next: to reinstall, write \`reinstall: { allow: true }\`; for
        this once, give \`rebuild: "…"\` a new value; else, undo the change

      dev: 1 refused · 1 rebooted · 1 powered on · 4 not decided, and the preview ended before everything was looked at
      "
    `);
  });

  it("what wants somebody now, and an endpoint that could not be read", () => {
    const problem = "Nothing listens there [IRONIC_UNREACHABLE]. next: check host and port";
    const uuid = "00000000-0000-4000-8000-000000000001";
    const preview = changed(PREVIEW, (recording) => {
      recording.steps = [];
      recording.diagnostics = [];
    });
    const state = changed(STATE, ({ deployment }) => {
      deployment.resources = deployment.resources.filter(({ urn }) => urn.endsWith("::node-1"));
      for (const { outputs } of deployment.resources) {
        outputs.nodeUuid = uuid;
      }
    });
    const url = "https://192.0.2.10:6385";
    const hosts = [fleetHost(1, { owner: "acme/other/dev", hostId: "db-1" })];
    expect(planText(planOf(preview, { state, endpoints: [{ name: "lab", url, hosts }] }), 80)).toMatchInlineSnapshot(`
      "WHAT       HOST
      untouched  node-1

      node-1: now: belongs to \`acme/other/dev\`, as \`db-1\`. next: run \`pulumi refresh\`;
        the stack changes nothing on it meanwhile

      dev: 1 untouched
      "
    `);
    expect(planText(planOf(preview, { state, endpoints: [{ name: "lab", url, problem }] }), 80)).toMatchInlineSnapshot(`
      "WHAT       HOST
      untouched  node-1

      warning: endpoint \`lab\` was not read, so this is from the preview alone: Nothing
        listens there [IRONIC_UNREACHABLE]. next: check host and port
      dev: 1 untouched
      "
    `);
  });

  it("may", () => {
    const preview = changed(PREVIEW, ({ diagnostics }) => {
      for (const diagnostic of diagnostics) {
        diagnostic.message = diagnostic.message.replace(/will erase(.*)changed/, "may erase$1is not known yet");
      }
    });
    const text = planText(planOf(preview, { state: STATE, maxDestructive: 0 }), 120);
    expect(text).toMatch(/✗ 1 host would, or may, lose data; --max-destructive allows 0\.\n$/);
    expect(planText(planOf(preview, { state: STATE, maxDestructive: 1 }), 120)).not.toContain("--max-destructive");
  });

  it("no hosts", () => {
    expect(planText(planOf('{"steps": []}', {}), 80)).toBe("dev: no hosts\n");
  });
});
