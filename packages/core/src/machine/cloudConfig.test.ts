import fc from "fast-check";
import { expect, it } from "vitest";
import { type CloudConfig, cloudConfig } from "./cloudConfig.js";

function body(text: string): unknown {
  const [header, ...lines] = text.split("\n");
  expect(header).toBe("#cloud-config");
  return JSON.parse(lines.join("\n"));
}

it("the usual keys in cloud-init's spelling", () => {
  const text = cloudConfig({
    hostname: "web-0",
    users: ["default", { name: "ops", sshAuthorizedKeys: ["ssh-ed25519 AAAA ops"], lockPasswd: true, sudo: false }],
    sshAuthorizedKeys: undefined,
    packageUpdate: true,
    packages: ["chrony"],
    writeFiles: [{ path: "/etc/motd", content: "line 1\nline: 2\n", permissions: "0644" }],
    runcmd: ["systemctl restart chronyd", ["touch", "/run/done"]],
    extra: { power_state: { mode: "reboot" }, camelKept: 1 },
  });
  expect(body(text)).toEqual({
    hostname: "web-0",
    users: ["default", { name: "ops", ssh_authorized_keys: ["ssh-ed25519 AAAA ops"], lock_passwd: true, sudo: false }],
    package_update: true,
    packages: ["chrony"],
    write_files: [{ path: "/etc/motd", content: "line 1\nline: 2\n", permissions: "0644" }],
    runcmd: ["systemctl restart chronyd", ["touch", "/run/done"]],
    power_state: { mode: "reboot" },
    camelKept: 1,
  });
});

/** Any UTF-16 text, control characters and lone surrogates included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));

it("content comes through unchanged, in characters that YAML takes", () => {
  const content = anyText.map((text) => text.replace(/[\ud800-\udfff]/g, "?"));
  fc.assert(
    fc.property(
      fc.oneof(content, fc.constantFrom("\u0085\u2028\u007f\ufeff\u009f", "{{ x }}", "# a: b", "---")),
      (text) => {
        const config: CloudConfig = { writeFiles: [{ path: "/x", content: text }] };
        const written = cloudConfig(config);
        expect(body(written)).toEqual({ write_files: [{ path: "/x", content: text }] });
        expect(written).toMatch(/^[\n\u0020-\u007e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd]*$/);
      },
    ),
  );
});
