import { describe, expect, it } from "vitest";
import type { FleetStatus } from "./hostStatus.js";
import { statusText } from "./statusText.js";
import { AVAILABLE, FAILED, fleetHost, fleetOf, INSTALLING, smallFleet } from "./testing/fleetFixture.js";

function bigFleet(): FleetStatus {
  const kinds = [{}, INSTALLING, FAILED, AVAILABLE];
  return fleetOf(Array.from({ length: 200 }, (_, index) => fleetHost(index, kinds[index % 4])));
}

it("at 120 columns", () => {
  expect(`\n${statusText(smallFleet(), { columns: 120 })}`).toMatchInlineSnapshot(`
    "
    https://192.0.2.10:6385: 1 install failed · 1 installing · 1 inspecting · 2 installed · 1 available

    HOST    STATE                   SINCE  HEARTBEAT  POWER  DISK             SERIAL   MACHINE  OWNER
    node-2  ✗ install failed        9m     3d         off    nvme0n1 447 GiB  NV-0002  web-2    acme/site/dev
    node-1  installing write_image  4m     30s        on     nvme0n1 447 GiB  NV-0001  web-1    acme/site/dev
    node-5  inspecting              4m     30s        on     nvme0n1 447 GiB  NV-0005           acme/site/dev
    node-0  installed               3d     3d         on     nvme0n1 447 GiB  NV-0000  web-0    acme/site/dev
    node-3  installed               3d     3d         on     nvme0n1 447 GiB  NV-0003  web-3    acme/site/dev
    node-4  available               3d     3d         off                                       acme/site/dev

    \`node-2\`: install failed 9m ago: checksum verification failed (the image server sends other bytes than the checksum
      names). next: publish image and checksum together
    "
  `);
});

it("at 80 columns: what is left out is said", () => {
  expect(`\n${statusText(smallFleet(), { columns: 80 })}`).toMatchInlineSnapshot(`
    "
    https://192.0.2.10:6385: 1 install failed · 1 installing · 1 inspecting · 2
    installed · 1 available

    HOST    STATE                   SINCE  HEARTBEAT  POWER  DISK
    node-2  ✗ install failed        9m     3d         off    nvme0n1 447 GiB
    node-1  installing write_image  4m     30s        on     nvme0n1 447 GiB
    node-5  inspecting              4m     30s        on     nvme0n1 447 GiB
    node-0  installed               3d     3d         on     nvme0n1 447 GiB
    node-3  installed               3d     3d         on     nvme0n1 447 GiB
    node-4  available               3d     3d         off

    \`node-2\`: install failed 9m ago: checksum verification failed (the image server
      sends other bytes than the checksum names). next: publish image and checksum
      together
    Not enough room for: machine, serial, owner.
    "
  `);
});

it.each([40, 60, 80, 120, 200])("no line is wider than %s columns, with 6 hosts and with 200", (columns) => {
  const long = fleetOf([fleetHost(0, { hostId: "a-very-long-name-".repeat(5) }), fleetHost(1, FAILED)]);
  for (const status of [smallFleet(), bigFleet(), long]) {
    const wide = statusText(status, { columns })
      .split("\n")
      .filter((line) => line.length > Math.max(columns, 60));
    expect(wide).toEqual([]);
  }
});

it("everything is there where it is not a terminal", () => {
  const text = statusText(smallFleet(), { columns: undefined });
  for (const word of ["OWNER", "SERIAL", "NV-0000", "acme/site/dev", "web-0"]) {
    expect(text).toContain(word);
  }
  expect(text).not.toContain("Not enough room");
});

it("fits the lines of a terminal where it is redrawn", () => {
  for (const lines of [12, 24, 50]) {
    const text = statusText(bigFleet(), { columns: 80, lines });
    expect(text.split("\n").length).toBeLessThanOrEqual(lines);
    expect(text).toMatch(/… \d+ more lines/);
    expect(text).toContain("install failed");
  }
});

describe("nothing to show", () => {
  it("no hosts", () => {
    expect(statusText(fleetOf([]), { columns: 80 })).toMatchInlineSnapshot(`
      "https://192.0.2.10:6385: no hosts
      The endpoint answers, and has no host. next: enrol hosts with \`pulumi up\`, or
      \`ironworks lab up\` for some to try with
      "
    `);
  });

  it("an endpoint that could not be read", () => {
    const problem = "Nothing listens there [IRONIC_UNREACHABLE]. next: check host and port";
    expect(statusText(fleetOf([], { hosts: undefined, problem }), { columns: 80 })).toMatchInlineSnapshot(`
      "https://192.0.2.10:6385: not read
      ✗ endpoint \`site-a\`: Nothing listens there [IRONIC_UNREACHABLE]. next: check
        host and port
      "
    `);
  });
});
