import type { Hardware } from "@ironworks/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { FAILED, fleetHost, fleetOf } from "../testing/fleetFixture.js";
import { statusPage } from "./statusPage.js";

const hardware = (text: string): Hardware => ({
  source: "agent",
  cpu: { architecture: text, count: 8 },
  memoryGiB: 64,
  storage: [{ name: `/dev/${text}`, sizeGiB: 1, sizeBytes: 2 ** 30, serial: text, model: text, type: "SSD" }],
  nics: [{ name: text, mac: "52:54:00:00:00:01", lldp: { switchName: text, portId: text, vlan: 7 } }],
  vendor: {},
});

function pageOf(text: string): string {
  const changes = {
    ...FAILED,
    hostId: text,
    owner: text,
    step: text,
    failure: { reason: text, remedy: text, failureClass: "image" as const },
  };
  const rootDisk = { name: text, serial: text };
  const host = fleetHost(0, { ...changes, rootDisk, machine: { owner: text, machineId: text, detached: false } });
  const status = fleetOf([host], { name: text, url: text, problem: text });
  return statusPage({ ...status, stack: text }, new Map([[host.nodeUuid, hardware(text)]]));
}

/** Elements and attributes, without texts and values. */
const shapeOf = (page: string): string => page.replace(/>[^<]*</g, "><").replace(/"[^"]*"/g, '""');

it("whatever others wrote is text: no element or attribute comes of it", () => {
  const plain = shapeOf(pageOf("plain"));
  const nasty = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      "<script>alert(1)</script>",
      '"><img src=x onerror=alert(1)>',
      "'><b>",
      "</style>",
      "</script>",
      "<!--",
      "&lt;",
      "]]>",
    ),
  );
  fc.assert(
    fc.property(nasty, (text) => {
      expect(shapeOf(pageOf(`plain${text}`))).toBe(plain);
    }),
    { numRuns: 200 },
  );
});

it("asks nobody for anything, and runs no script but its own", () => {
  const page = pageOf("node-0");
  expect(page).toMatch(
    /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'/,
  );
  expect(
    page.match(/<(?:link|img|iframe|object|script) |\bsrc=|\bhref=|url\(|@import|\bon\w+="|\bstyle="/g),
  ).toBeNull();
});

it("has a language, titles, headings of rows and columns, and a picture with words", () => {
  const page = pageOf("node-0");
  for (const part of [
    '<html lang="en">',
    "<title>",
    'role="img" aria-label="1 install failed"',
    "<caption>",
    'scope="col"',
    'scope="row"',
  ]) {
    expect(page).toContain(part);
  }
});

it("without hosts", () => {
  expect(statusPage(fleetOf([]), new Map())).toContain("There is no host.");
});
