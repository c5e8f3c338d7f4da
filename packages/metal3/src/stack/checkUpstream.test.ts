import { describe, expect, it } from "vitest";
import { type DeployFlags, NO_FLAGS } from "../releases/deployFlags.js";
import { findRelease } from "../releases/table.js";
import { checkUpstream } from "./checkUpstream.js";
import { endpointsAt } from "./endpoints.js";
import { parseDeployFlags } from "./parseDeployFlags.js";
import type { UpstreamSpec } from "./stackContext.js";

const variables = {
  IRONIC_HOST_IP: "10.0.20.99",
  IRONIC_USERNAME: "admin",
  IRONIC_PASSWORD: "secret-word",
  IRONIC_HTPASSWD: "admin:$2y$05$abc",
  IRONIC_INSPECTOR_USERNAME: "inspector",
  IRONIC_INSPECTOR_PASSWORD: "secret-word",
  INSPECTOR_HTPASSWD: "inspector:$2y$05$abc",
};

/** Where Ironic is, for the keys of the files that are deployed; what upstream's files say is tested with the endpoints. */
function addresses(release: string, { operator, ironic, tls }: DeployFlags): Readonly<Record<string, string>> {
  const facts = findRelease(release);
  const keys = Object.keys({ ...(operator && facts?.operator.env), ...(ironic && facts?.ironic.env) });
  const all = { ...endpointsAt({ address: variables.IRONIC_HOST_IP, tls }), CACHEURL: "" };
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
}

function spec(
  text: string,
  changes: Partial<Pick<UpstreamSpec, "release" | "variables" | "settings">> = {},
): UpstreamSpec {
  const { flags } = parseDeployFlags(text);
  const { release = "v0.13.2" } = changes;
  return {
    release,
    flags,
    variables: { ...variables, ...changes.variables },
    settings: { ...addresses(release, flags), ...changes.settings },
  };
}

function found(subject: UpstreamSpec, severity: "error" | "warning" = "error") {
  return checkUpstream(subject)
    .filter((problem) => problem.severity === severity)
    .map(({ field }) => field);
}

describe("checkUpstream", () => {
  it("finds nothing wrong with good specs", () => {
    expect(checkUpstream(spec("-b -i"))).toEqual([]);
    expect(checkUpstream(spec("-b -i -t -k -m"))).toEqual([]);
    const settings = { DHCP_RANGE: "10.0.20.100,10.0.20.199", PROVISIONING_INTERFACE: "eno2", PROVISIONING_IP: "" };
    expect(checkUpstream(spec("-b -i", { settings }))).toEqual([]);
    expect(checkUpstream(spec("-b -i -n -t", { release: "v0.9.0" })).map(({ severity }) => severity)).toEqual([
      "warning",
    ]);
  });

  it("names unknown releases and the nearest one", () => {
    const [problem] = checkUpstream(spec("-b", { release: "v0.13.9" }));
    expect(problem?.field).toBe("release");
    expect(problem?.remedy).toContain("did you mean `v0.13.2`?");
  });

  it("still looks at values when the release is unknown", () => {
    const subject = spec("-b -i", {
      release: "v9",
      variables: { IRONIC_HOST_IP: "10.0.20" },
      settings: { PROVISIONING_INTERFACE: "a-name-that-is-too-long" },
    });
    expect(found(subject)).toEqual(["release", "variables.IRONIC_HOST_IP", "settings.PROVISIONING_INTERFACE"]);
  });

  it("refuses flags that the release lacks, and says since when they exist", () => {
    const [problem] = checkUpstream(spec("-b -i -t -m", { release: "v0.1.0" }));
    expect(problem?.field).toBe("flags.mariadb");
    expect(problem?.message).toContain("needs v0.3.0 or later; this stack is v0.1.0");
    expect(found(spec("-b -i -m"))).toEqual(["flags.mariadb"]);
    expect(found({ ...spec(""), flags: NO_FLAGS })).toEqual(["flags"]);
  });

  it.each(["10.0.20.256", "10.0.20.99/24", "host", "[fd00::1]", "fd00::", "0.0.0.0"])(
    "refuses host address %s",
    (ip) => {
      expect(found(spec("-b -i", { variables: { IRONIC_HOST_IP: ip } }))).toEqual(["variables.IRONIC_HOST_IP"]);
      expect(found(spec("-b -i", { variables: { MARIADB_HOST_IP: ip } }))).toEqual(["variables.MARIADB_HOST_IP"]);
    },
  );

  it("needs Ironic's address as deploy.sh does", () => {
    const without = { IRONIC_HOST_IP: undefined };
    expect(found(spec("-b", { variables: without }))).toEqual([]);
    expect(found(spec("-b -i", { variables: without }))).toEqual(["variables.IRONIC_HOST_IP"]);
    expect(found(spec("-b -i", { variables: { IRONIC_HOST_IP: "" } }))).toEqual([]);
    expect(found(spec("-b -i -t", { variables: { IRONIC_HOST_IP: "" } }))).toEqual(["variables.IRONIC_HOST_IP"]);
    expect(found(spec("-b -i -t", { variables: { IRONIC_HOST_IP: "fd00:1::2", MARIADB_HOST_IP: "" } }))).toEqual([]);
  });

  it("needs credentials with authentication only, and the inspector's where there is one", () => {
    const none = Object.fromEntries(
      Object.keys(variables)
        .slice(1)
        .map((name) => [name, undefined]),
    );
    expect(found(spec("-b -i -n", { variables: none }))).toEqual([]);
    expect(found(spec("-b -i", { variables: none }))).toEqual([
      "variables.IRONIC_USERNAME",
      "variables.IRONIC_PASSWORD",
    ]);
    expect(found(spec("-b", { release: "v0.1.0", variables: none }))).toHaveLength(4);
    expect(found(spec("-i", { variables: { IRONIC_HTPASSWD: "" } }))).toEqual(["variables.IRONIC_HTPASSWD"]);
    expect(found(spec("-b", { variables: { IRONIC_HTPASSWD: "" } }))).toEqual([]);
  });

  it("refuses credentials that a password file or deploy.sh cannot hold, and shows none", () => {
    const bad = { IRONIC_USERNAME: "a:b", IRONIC_PASSWORD: "top\nsecret", IRONIC_HTPASSWD: "no-colon-secret" };
    const problems = checkUpstream(spec("-b -i", { variables: bad }));
    expect(problems.map(({ field }) => field)).toEqual([
      "variables.IRONIC_PASSWORD",
      "variables.IRONIC_USERNAME",
      "variables.IRONIC_HTPASSWD",
    ]);
    expect(JSON.stringify(problems)).not.toContain("secret");
    expect(found(spec("-b", { variables: { IRONIC_PASSWORD: "-ne" } }))).toEqual(["variables.IRONIC_PASSWORD"]);
    expect(found(spec("-i", { variables: { IRONIC_HTPASSWD: "other:$2y$" } }), "warning")).toEqual([
      "variables.IRONIC_HTPASSWD",
    ]);
  });

  it.each([
    ["PROVISIONING_INTERFACE", "sixteen-letters-"],
    ["PROVISIONING_INTERFACE", "eth0:1"],
    ["PROVISIONING_INTERFACE", "eth 0"],
    ["PROVISIONING_IP", "172.22.0.2/24"],
    ["HTTP_PORT", "0"],
    ["HTTP_PORT", "65536"],
    ["HTTP_PORT", "http"],
    ["IRONIC_KERNEL_PARAMS", "a\nb"],
    ["bad key", "x"],
    ["1ST", "x"],
    ["PROVISIONNG_INTERFACE", "eno2"],
    ["RESTART_CONTAINER_CERTIFICATE_UPDATED", "true"],
    ["DHCP_RANGE", "10.0.20.199,10.0.20.100"],
    ["DHCP_RANGE", "10.0.20.50,10.0.20.120"],
    ["DHCP_RANGE", "10.0.21.10,10.0.21.120"],
    ["DHCP_RANGE", "10.0.20.100,10.0.21.10,255.255.255.0"],
  ])("refuses %s=%j", (key, value) => {
    expect(found(spec("-b -i", { settings: { [key]: value } }))).toEqual([`settings.${key}`]);
  });

  it.each([
    ["PROVISIONING_INTERFACE", "fifteen-letters"],
    ["PROVISIONING_INTERFACE", ""],
    ["PROVISIONING_IP", "fd00::2"],
    ["IRONIC_KERNEL_PARAMS", "console=ttyS0 a=b"],
    ["OS_PXE__BOOT_RETRY_TIMEOUT", "900"],
    ["DHCP_RANGE", ""],
    ["DHCP_RANGE", "10.0.21.10,10.0.21.120,255.255.254.0"],
    ["DHCP_RANGE", "fd00::10,fd00::20"],
  ])("takes %s=%j", (key, value) => {
    expect(checkUpstream(spec("-b -i", { settings: { [key]: value } }))).toEqual([]);
  });

  it("takes a range elsewhere with a netmask or an address there", () => {
    const relayed = spec("-b -i", { settings: { DHCP_RANGE: "10.9.0.10,10.9.0.20,255.255.255.0" } });
    expect(found(relayed)).toEqual([]);
    expect(found(relayed, "warning")).toEqual(["settings.DHCP_RANGE"]);
    const there = { DHCP_RANGE: "10.9.0.10,10.9.0.20", PROVISIONING_IP: "10.9.0.2" };
    expect(checkUpstream(spec("-b -i", { settings: there }))).toEqual([]);
  });

  it("leaves upstream's own range alone unless it hands out Ironic's address", () => {
    expect(found(spec("-b -i", { variables: { IRONIC_HOST_IP: "172.22.0.50" } }))).toEqual(["settings.DHCP_RANGE"]);
  });

  it("warns of what upstream applies but cannot work", () => {
    expect(found(spec("-b -i -n", { release: "v0.1.0" }), "warning")).toEqual([
      "settings.PROVISIONING_IP",
      "settings.IRONIC_IP",
    ]);
    const present = { PROVISIONING_IP: "", IRONIC_IP: "" };
    expect(found(spec("-b -i -n", { release: "v0.1.0", settings: present }), "warning")).toEqual([]);
    expect(found(spec("-b -i", { settings: { HTTP_PORT: "80" } }), "warning")).toEqual(["settings.HTTP_PORT"]);
    expect(found(spec("-b -i -t", { settings: { HTTP_PORT: "80" } }), "warning")).toEqual([]);
    expect(found(spec("-b", { settings: { IRONIC_KERNEL_PARAMS: "x" } }), "warning")).toEqual([
      "settings.IRONIC_KERNEL_PARAMS",
    ]);
    expect(found(spec("-b -i -t", { release: "v0.1.0" }), "warning")).toEqual(["flags"]);
    expect(found(spec("-b -i -n"), "warning")).toEqual(["flags"]);
  });

  it("takes variables of newer images where the image has no tag, and says what may come of it", () => {
    for (const key of ["DNS_IP", "GATEWAY_IP", "DHCP_HOSTS", "DHCP_OPTIONS"]) {
      const settings = { [key]: "10.0.20.1", PROVISIONING_IP: "", IRONIC_IP: "" };
      const old = spec("-b -i", { release: "v0.1.0", settings });
      expect(checkUpstream(old)).toMatchObject([
        { field: `settings.${key}`, severity: "warning", message: expect.stringContaining("is newer than v0.1.0:") },
      ]);
      expect(checkUpstream(spec("-b -i", { release: "v0.2.0", settings: { [key]: "10.0.20.1" } }))).toEqual([]);
    }
  });

  it("words every problem as a predicate with a request", () => {
    const subjects = [
      spec("-b -i -m", { variables: { IRONIC_HOST_IP: "x", IRONIC_PASSWORD: undefined } }),
      spec("-b -i -t -m", { release: "v0.1.0", settings: { DNS_IP: "x", NO_SUCH: "x", HTTP_PORT: "x" } }),
      spec("-b -i -n", { settings: { DHCP_RANGE: "10.0.20.9,10.0.20.1;x;10.0.20.1,fd00::1", "a b": "\n" } }),
      spec("-b -i", { release: "v9", settings: { PROVISIONING_INTERFACE: "a b", PROVISIONING_IP: "x" } }),
      { ...spec(""), settings: undefined },
    ];
    const problems = subjects.flatMap((subject) => checkUpstream(subject));
    expect(problems.length).toBeGreaterThan(15);
    for (const { message, remedy } of problems) {
      expect(message).toMatch(/^[a-z].*\.$/);
      expect(remedy).toMatch(/^[a-z].*[^.]$/);
    }
  });

  it("says everything at once", () => {
    const subject = spec("-b -i -m", {
      variables: { IRONIC_HOST_IP: "x", IRONIC_PASSWORD: undefined },
      settings: { NOBODY_READS_THIS: "1", HTTP_PORT: "x" },
    });
    expect(found(subject)).toEqual([
      "flags.mariadb",
      "variables.IRONIC_HOST_IP",
      "variables.IRONIC_PASSWORD",
      "settings.NOBODY_READS_THIS",
      "settings.HTTP_PORT",
    ]);
  });
});
