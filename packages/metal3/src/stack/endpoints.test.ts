import { describe, expect, it } from "vitest";
import { findRelease, KNOWN_RELEASES } from "../releases/table.js";
import { checkUpstream } from "./checkUpstream.js";
import { endpointsAt } from "./endpoints.js";
import { parseDeployFlags } from "./parseDeployFlags.js";

const credentials = {
  IRONIC_USERNAME: "admin",
  IRONIC_PASSWORD: "word",
  IRONIC_HTPASSWD: "admin:$2y$05$abc",
  IRONIC_INSPECTOR_USERNAME: "inspector",
  IRONIC_INSPECTOR_PASSWORD: "word",
  INSPECTOR_HTPASSWD: "inspector:$2y$05$abc",
};

interface Given {
  readonly flags: string;
  readonly release?: string;
  readonly host?: string | undefined;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Field → what to do, of the warnings about values that are URLs. */
function advice({ flags, release = "v0.13.2", host = "10.0.20.99", settings = {} }: Given): unknown {
  const problems = checkUpstream({
    release,
    flags: parseDeployFlags(flags).flags,
    variables: { ...credentials, IRONIC_HOST_IP: host },
    settings: { DHCP_RANGE: "", ...settings },
  });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const urls = problems.filter(({ field }) => /(URL|ENDPOINT|URI|PROXY)$/.test(field));
  return Object.fromEntries(urls.map(({ field, remedy }) => [field.replace("settings.", ""), remedy]));
}

const CACHE = "set it to the URL of your cache, or to nothing if you have none";
const cached = { CACHEURL: "" };
const ramdisk = (host: string, port = 6180): object => ({
  DEPLOY_KERNEL_URL: `set it to \`http://${host}:${port}/images/ironic-python-agent.kernel\``,
  DEPLOY_RAMDISK_URL: `set it to \`http://${host}:${port}/images/ironic-python-agent.initramfs\``,
});

describe("endpoints of an address", () => {
  it.each(KNOWN_RELEASES)("are those of upstream's files of %s at upstream's address", (release) => {
    const facts = findRelease(release);
    const files = { ...facts?.ironic.env, ...facts?.operator.env };
    const endpoints = Object.entries(endpointsAt({ address: "172.22.0.2", tls: false }));
    const shared = endpoints.filter(([key]) => key in files);
    expect(shared.length).toBeGreaterThanOrEqual(3);
    expect(files).toMatchObject(Object.fromEntries(shared));
  });

  it("are written as URLs want them", () => {
    expect(endpointsAt({ address: "fd00::2", tls: true, apiPort: "16385", httpPort: "80" })).toEqual({
      IRONIC_ENDPOINT: "https://[fd00::2]:16385/v1/",
      IRONIC_INSPECTOR_ENDPOINT: "https://[fd00::2]:5050/v1/",
      DEPLOY_KERNEL_URL: "http://[fd00::2]:80/images/ironic-python-agent.kernel",
      DEPLOY_RAMDISK_URL: "http://[fd00::2]:80/images/ironic-python-agent.initramfs",
    });
  });
});

describe("a stack that keeps upstream's endpoints", () => {
  it("is warned of each that nobody answers at, with what it should be", () => {
    expect(advice({ flags: "-b -i" })).toEqual({
      IRONIC_ENDPOINT: "set it to `http://10.0.20.99:6385/v1/`",
      ...ramdisk("10.0.20.99"),
      CACHEURL: CACHE,
    });
    expect(advice({ flags: "-b -i", release: "v0.1.0", settings: { PROVISIONING_IP: "10.0.30.2" } })).toEqual({
      IRONIC_ENDPOINT: "set it to `http://10.0.30.2:6385/v1/`",
      IRONIC_INSPECTOR_ENDPOINT: "set it to `http://10.0.30.2:5050/v1/`",
      ...ramdisk("10.0.30.2"),
      CACHEURL: CACHE,
    });
  });

  it("hears of the parts that it deploys only", () => {
    expect(advice({ flags: "-b" })).toEqual({ IRONIC_ENDPOINT: "set it to `http://10.0.20.99:6385/v1/`" });
    expect(advice({ flags: "-i" })).toEqual({ ...ramdisk("10.0.20.99"), CACHEURL: CACHE });
    // Without authentication this release deploys no Ironic.
    expect(advice({ flags: "-b -i -n" })).toEqual(advice({ flags: "-b" }));
  });

  it("hears nothing where upstream's addresses are its own, or none is known", () => {
    expect(advice({ flags: "-b -i", host: "172.22.0.2" })).toEqual({});
    expect(advice({ flags: "-b -i -k", host: "172.22.0.9" })).toEqual({});
    expect(advice({ flags: "-b -i", host: "" })).toEqual({});
  });

  it("hears of the scheme with TLS, and of the address that the certificate is for", () => {
    expect(advice({ flags: "-b -i -t", host: "172.22.0.2" })).toEqual({
      IRONIC_ENDPOINT: "set it to `https://172.22.0.2:6385/v1/`",
    });
    expect(advice({ flags: "-b -i -t -k" })).toEqual({ IRONIC_ENDPOINT: "set it to `https://10.0.20.99:6385/v1/`" });
  });

  it("hears of a port that is not its own any more", () => {
    const settings = { HTTP_PORT: "8080", IRONIC_LISTEN_PORT: "16385" };
    expect(advice({ flags: "-b -i", host: "172.22.0.2", settings })).toEqual({
      IRONIC_ENDPOINT: "set it to `http://172.22.0.2:16385/v1/`",
      ...ramdisk("172.22.0.2", 8080),
    });
  });
});

describe("an endpoint that a person chose", () => {
  const chosen = { ...endpointsAt({ address: "10.0.20.99", tls: false }), ...cached };
  const { IRONIC_INSPECTOR_ENDPOINT: _inspector, ...known } = chosen;

  it.each([
    "http://10.0.20.99:6385/v1/",
    "https://ironic.example.org/v1/",
    "https://ironic.metal3.svc:6385/v1/",
    "https://10.0.20.99:8443/v1/",
  ])("is left alone: %s", (endpoint) => {
    expect(advice({ flags: "-b -i", settings: { ...known, IRONIC_ENDPOINT: endpoint } })).toEqual({});
  });

  it.each([
    ["-b -i", "https://10.0.20.99:6385/v1/", "http://10.0.30.2:6385/v1/"],
    ["-b -i -t", "http://10.0.20.99:6385/v1/", "https://10.0.20.99:6385/v1/"],
    ["-b -i -t", "https://10.0.30.2:6385/v1/", "https://10.0.20.99:6385/v1/"],
    ["-b -i", "http://172.22.0.2:6385/v1/", "http://10.0.30.2:6385/v1/"],
  ])("is questioned where %s cannot answer at %s", (flags, IRONIC_ENDPOINT, wanted) => {
    const settings = { ...known, IRONIC_ENDPOINT, PROVISIONING_IP: "10.0.30.2" };
    expect(advice({ flags, settings })).toEqual({ IRONIC_ENDPOINT: `set it to \`${wanted}\`` });
  });

  it("may name what the operator trusts without a certificate, or an Ironic object", () => {
    const insecure = { ...known, IRONIC_ENDPOINT: "https://10.0.30.2:6385/v1/", PROVISIONING_IP: "10.0.30.2" };
    expect(advice({ flags: "-b -i -t", settings: { ...insecure, IRONIC_INSECURE: "true" } })).toEqual({});
    const { IRONIC_ENDPOINT: _endpoint, ...others } = known;
    expect(advice({ flags: "-b -i", settings: { ...others, IRONIC_NAME: "ironic" } })).toEqual({});
  });

  it.each([
    ["CACHEURL", "http://ironic-cache/images"],
    ["DEPLOY_KERNEL_URL", "http://ironic-httpd:6180/images/ironic-python-agent.kernel"],
    ["IPA_BASEURI", "https://files.site.svc/ipa"],
    ["HTTPS_PROXY", "http://proxy.site.svc.cluster.local:3128"],
  ])("is questioned where Ironic would ask the host's DNS for a Service: %s=%s", (key, value) => {
    expect(advice({ flags: "-b -i", settings: { ...known, [key]: value } })).toEqual({
      [key]: "write an address, or a name that the host resolves",
    });
    expect(advice({ flags: "-b -i", settings: { ...known, [key]: "https://files.example.org/x" } })).toEqual({});
  });
});
