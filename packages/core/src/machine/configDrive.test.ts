import fc from "fast-check";
import { expect, it } from "vitest";
import { configDriveFor } from "./configDrive.js";

const machine = { name: "web-0", instanceUuid: "1c9a4a0e-0000-4000-8000-000000000001" };

it("a machine's name and uuid", () => {
  expect(configDriveFor({}, machine)).toEqual({
    meta_data: { name: "web-0", hostname: "web-0", "local-hostname": "web-0", uuid: machine.instanceUuid },
  });
});

it("everything", () => {
  const networkData = { links: [], networks: [], services: [] };
  expect(
    configDriveFor({ userData: "#cloud-config\n{}\n", networkData, metaData: { rack: "7", hostname: "web" } }, machine),
  ).toEqual({
    meta_data: { name: "web-0", hostname: "web", "local-hostname": "web-0", rack: "7", uuid: machine.instanceUuid },
    user_data: "#cloud-config\n{}\n",
    network_data: networkData,
  });
});

it.each([
  ["Web_0.Example", "web-0-example"],
  [`${"a".repeat(62)}-b`, "a".repeat(62)],
  ["-x-", "x"],
])("%s has the host name %s", (name, hostname) => {
  expect(configDriveFor({}, { ...machine, name }).meta_data.hostname).toBe(hostname);
});

it("a name without letters gives none", () => {
  expect(configDriveFor({}, { ...machine, name: "…" }).meta_data).not.toHaveProperty("hostname");
});

it("whatever is given, the result is JSON with text for metadata and the machine's own uuid", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.string()),
      fc.string(),
      fc.string({ minLength: 1 }),
      (metaData, userData, name) => {
        const drive = configDriveFor({ metaData, userData }, { ...machine, name });
        expect(JSON.parse(JSON.stringify(drive))).toEqual(drive);
        expect(drive.meta_data.uuid).toBe(machine.instanceUuid);
        expect(drive.user_data).toBe(userData);
        for (const [key, value] of Object.entries(metaData)) {
          if (key !== "uuid" && key !== "__proto__") {
            expect(drive.meta_data[key]).toBe(value);
          }
        }
        expect(drive.meta_data["local-hostname"] ?? "x").toMatch(/^(?!-)[\s\S]+(?<!-)$/);
      },
    ),
  );
});
