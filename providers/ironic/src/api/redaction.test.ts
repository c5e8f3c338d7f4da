import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Redactor, secretsIn } from "./redaction.js";

describe("Redactor", () => {
  it("removes a secret from any text around it, however it is spelled", () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 40 })
      .filter((text) => !text.includes("*") && text.trim() !== "");
    const spell = fc.constantFrom(
      (text: string) => text,
      (text: string) => JSON.stringify(text),
      (text: string) => JSON.stringify(JSON.stringify(text)),
      (text: string) => encodeURIComponent(text),
    );
    fc.assert(
      fc.property(secret, spell, (value, spelled) => {
        const clean = new Redactor([value]).text(`before ${spelled(value)} after`);
        expect(clean).not.toContain(value);
        expect(clean).toMatch(/^before .*after$/s);
      }),
    );
  });

  it("removes credentials inside of URLs", () => {
    const text = "Download of image https://robot:hunter2@images.example.org/a.raw failed";
    expect(new Redactor([]).text(text)).toBe("Download of image https://******@images.example.org/a.raw failed");
  });

  it("leaves other texts alone", () => {
    const text = "Failed to get power state for node n1. Error: Unable to connect to https://10.0.0.1:443/redfish/v1/";
    expect(new Redactor(["s3cret"]).text(text)).toBe(text);
  });
});

describe("secretsIn", () => {
  it("finds passwords in nodes and in patches, and user data with its lines", () => {
    const body = {
      driver_info: { redfish_password: "pw-1", redfish_username: "admin" },
      ops: [
        { op: "add", path: "/driver_info/ipmi_password", value: "pw-2" },
        { op: "add", path: "/driver_info", value: { redfish_password: "pw-3" } },
        { op: "add", path: "/name", value: "node-0" },
      ],
      configdrive: { user_data: "#cloud-config\npassword: correct horse\n", meta_data: { name: "web-0" } },
    };
    expect(secretsIn(body)).toEqual([
      "pw-1",
      "pw-2",
      "pw-3",
      "#cloud-config\npassword: correct horse\n",
      "#cloud-config",
      "password: correct horse",
      "web-0",
    ]);
  });

  it("finds the values of metadata and network data, however deep, and not the words of their format", () => {
    const configdrive = {
      meta_data: { name: "web-0", token_of_join: "abcdef.0123", keys: ["k-1", { deep: "k-22" }], id: "7" },
      network_data: { links: [{ id: "eth0", type: "phy" }], services: [{ type: "dns", address: "192.0.2.53" }] },
    };
    expect(secretsIn({ target: "active", configdrive })).toEqual(["web-0", "abcdef.0123", "k-1", "k-22", "192.0.2.53"]);
  });
});
