import { chooseKeptDisks } from "@ironworks/core";
import { expect, it } from "vitest";
import { sampleHardware } from "../testing/fakeDriver.js";
import { checkKept, chooseDisk } from "./rootDiskOf.js";

it("names machine, host and disks where hints do not match one disk, and ends with what to do", () => {
  const choose = () => chooseDisk("web-0", "node-0", sampleHardware, undefined, { vendor: "Nobody" });
  expect(choose).toThrow(
    /^1 problem; no disk was chosen \[DISK_CHOICE\]:\n {2}- `web-0: host` \(`node-0`\) 0 of its 3 disks match/,
  );
  expect(choose).toThrow("NVME0002");
  expect(choose).toThrow(/\n {4}next: name the disk by its serial or WWN: .*$/);
});

it("says in one line that the host is not inspected", () => {
  expect(() => chooseDisk("web-0", "node-0", undefined, undefined, undefined)).toThrow(
    "`web-0: host` (`node-0`) has not been inspected, so no disk can be chosen. next: inspect the host first",
  );
});

it("says why a function chose none", () => {
  const choose = () => chooseDisk("web-0", "node-0", sampleHardware, (disks) => disks.only({ serial: "?" }), undefined);
  expect(choose).toThrow(
    /^1 problem; no disk was chosen \[DISK_CHOICE\]:\n {2}- `web-0: rootDisk` chose no disk of host `node-0`\. /,
  );
});

it("a disk that cannot be kept stops the program, and names machine and host", () => {
  const disk = chooseDisk("web-0", "node-0", sampleHardware, (disks) => disks.only({ serial: "SATA0001" }), undefined);
  const check = (serial: string) => () =>
    checkKept("web-0", "node-0", chooseKeptDisks(sampleHardware, [{ serial }], disk));
  expect(check("NVME0001")).not.toThrow();
  expect(check("SATA0001")).toThrow("`web-0: keepDisks` cannot be kept: host `node-0` is to keep sda (serial SATA0001");
  expect(check("GONE")).toThrow("is to keep the disk with serial GONE, and has no such disk.");
});
