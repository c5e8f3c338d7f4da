import { guardObjects, NO_FLAGS, synthesiseUpstream } from "@ironworks/metal3";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { BareMetalHost, IpaImage } from "../index.js";
import { IronicStack, type IronicStackArgs } from "./index.js";

const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** As much of a request to the engine as matters here. */
interface Request {
  getName(): string;
  getDependenciesList(): string[];
  getParent(): string;
  getRetainondelete(): boolean;
  getProvider(): string;
}

interface Monitor {
  registerResource(request: Request, answer: unknown): unknown;
}

interface Registered {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly request: Request;
}

/** In the order in which the engine heard of them. */
let registered: Map<string, Registered>;
const warn = vi.spyOn(pulumi.log, "warn");

beforeEach(async () => {
  warn.mockReset().mockResolvedValue();
  registered = new Map();
  const requests = new Map<string, Request>();
  const newResource = ({ name, type, inputs }: pulumi.runtime.MockResourceArgs) => {
    const request = requests.get(name);
    if (!request) {
      throw new Error(`no request for ${name}`);
    }
    registered.set(name, { type, inputs, request });
    return { id: `${name}-id`, state: inputs };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "app", "dev", false, "acme");
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    requests.set(request.getName(), request);
    return register(request, answer);
  };
});

const open: IronicStackArgs = {
  release: "v0.13.2",
  flags: { authentication: false },
  variables: { IRONIC_HOST_IP: "10.0.20.99" },
  settings: { PROVISIONING_INTERFACE: "eno2" },
};
const closed: IronicStackArgs = {
  ...open,
  flags: { tls: true },
  variables: {
    IRONIC_HOST_IP: "10.0.20.99",
    IRONIC_USERNAME: "admin",
    IRONIC_PASSWORD: "hunter2-hunter2",
    IRONIC_HTPASSWD: "admin:$2y$05$abcdefghijklmnopqrstuv",
  },
};

/** Makes a stack and waits until the engine has heard everything. */
async function stackOf(args: IronicStackArgs, opts?: pulumi.ComponentResourceOptions): Promise<IronicStack> {
  const stack = new IronicStack("metal3", args, opts);
  await settled();
  return stack;
}

async function settled(): Promise<void> {
  let count = -1;
  while (count !== registered.size) {
    count = registered.size;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Plain values, whatever is marked secret. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (inner === null) {
      return undefined;
    }
    return isSecret(inner) ? inner.value : inner;
  });
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return typeof value === "object" && value !== null && Object.values(value).includes(SECRET_SIGNATURE);
}

function objects(): readonly { readonly kind: string; readonly metadata: { readonly name: string } }[] {
  return [...registered.values()]
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs }) => plain(inputs) as { kind: string; metadata: { name: string } });
}

describe("a stack", () => {
  it.each(["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"])(
    "of %s is core's objects, one resource each",
    async (release) => {
      await stackOf({ ...open, release });
      const { objects: wanted } = synthesiseUpstream({
        release,
        flags: { ...NO_FLAGS, operator: true, ironic: true, authentication: false },
        variables: { IRONIC_HOST_IP: "10.0.20.99" },
        settings: { PROVISIONING_INTERFACE: "eno2" },
      });
      const byName = (all: readonly object[]): unknown =>
        Object.fromEntries(
          all.map((object) => {
            const { kind, metadata, status: _status, ...rest } = plain(object) as Record<string, { name?: string }>;
            return [`${kind}/${metadata?.name}`, { kind, metadata, ...rest }];
          }),
        );
      expect(byName(objects())).toEqual(byName(wanted));
    },
  );

  it("has typed resources, and custom ones for cert-manager", async () => {
    await stackOf(closed);
    const types = new Set([...registered.values()].map(({ type }) => type));
    expect(types).toContain("kubernetes:apps/v1:Deployment");
    expect(types).toContain("kubernetes:core/v1:Secret");
    expect(types).toContain("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition");
    expect(types).toContain("kubernetes:cert-manager.io/v1:Certificate");
    expect(types).toContain("ironworks:index:IronicStack");
  });

  it("brings the guard when asked to", async () => {
    await stackOf({ ...open, guard: { createWithImage: "refuse" } });
    const policies = objects().filter(({ kind }) => kind.startsWith("ValidatingAdmission"));
    const wanted = guardObjects({ createWithImage: "refuse" });
    expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(
      wanted.map(({ metadata }) => metadata.name).sort(),
    );
  });

  it("keeps its names when content changes, so that a change is one of the same resource", async () => {
    await stackOf(open);
    const before = [...registered.keys()];
    const names = objects().map(({ metadata }) => metadata.name);
    registered.clear();
    await stackOf({ ...open, settings: { PROVISIONING_INTERFACE: "eno3" } });
    expect([...registered.keys()]).toEqual(before);
    expect(objects().map(({ metadata }) => metadata.name)).not.toEqual(names);
    expect(before).toContain("metal3-configmap-baremetal-operator-ironic-bmo-configmap");
  });

  it("hands options down, and keeps definitions and namespace when it is destroyed", async () => {
    const cluster = new kubernetes.Provider("cluster", {});
    await stackOf({ ...open, guard: {} }, { provider: cluster });
    for (const { type, request } of registered.values()) {
      if (!type.startsWith("kubernetes:")) {
        continue;
      }
      expect(request.getProvider()).toContain("::cluster::");
      expect(request.getParent()).toMatch(/ironworks:index:IronicStack::metal3$/);
      const kept =
        /:(Namespace|CustomResourceDefinition|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding)$/.test(type);
      expect([type, request.getRetainondelete()]).toEqual([type, kept]);
    }
  });
});

describe("order", () => {
  const dependenciesOf = (name: string): string[] => {
    const found = registered.get(name)?.request.getDependenciesList() ?? [];
    return found.map((urn) => urn.split("::").at(-1) ?? "");
  };

  it("lets nothing wait for what it blocks", async () => {
    await stackOf(closed);
    const manager = "metal3-deployment-baremetal-operator-controller-manager";
    const ironic = "metal3-deployment-baremetal-operator-ironic";
    const webhooks = "metal3-validatingwebhookconfiguration-baremetal-operator-validating-webhook-configuration";
    const deployments = [manager, ironic];
    for (const name of deployments) {
      // A Service is ready when the pods are that the Deployment makes.
      expect(dependenciesOf(name).filter((other) => /-service-|webhook/.test(other))).toEqual([]);
      expect(dependenciesOf(name)).toContain("metal3-namespace-baremetal-operator-system");
      expect(dependenciesOf(name).some((other) => other.includes("-certificate-"))).toBe(true);
      expect(dependenciesOf(name).some((other) => other.includes("-secret-"))).toBe(true);
    }
    expect(dependenciesOf(webhooks)).toContain(manager);
    expect(dependenciesOf(webhooks)).not.toContain(ironic);
  });

  it("has no circle, and every dependency is registered before", async () => {
    await stackOf(closed);
    const order = [...registered.keys()];
    for (const [name] of registered) {
      for (const before of dependenciesOf(name)) {
        if (!registered.has(before)) {
          continue;
        }
        expect(order.indexOf(before), `${before} before ${name}`).toBeLessThan(order.indexOf(name));
      }
    }
  });
});

describe("secrets", () => {
  const leaks = (): string[] =>
    [...registered].flatMap(([name, { inputs }]) => {
      const open = JSON.stringify(inputs, (_key, value: unknown) => (isSecret(value) ? "[secret]" : value));
      const base64 = Buffer.from("hunter2-hunter2\n").toString("base64");
      return ["hunter2", "$2y$05$", base64].some((text) => open.includes(text)) ? [name] : [];
    });

  it.each(["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"])(
    "of %s are secret in every resource, however they came",
    async (release) => {
      const inspector = {
        IRONIC_INSPECTOR_USERNAME: "inspector",
        IRONIC_INSPECTOR_PASSWORD: "hunter2-hunter2",
        INSPECTOR_HTPASSWD: "inspector:$2y$05$abcdefghijklmnopqrstuv",
      };
      const variables = release === "v0.1.0" ? { ...closed.variables, ...inspector } : closed.variables;
      await stackOf({ ...closed, release, variables });
      expect(objects().some(({ kind }) => kind === "Secret")).toBe(true);
      expect(leaks()).toEqual([]);
    },
  );

  it("do not make everything secret: a computed password hides Secrets only", async () => {
    const variables = { ...closed.variables, IRONIC_PASSWORD: pulumi.secret("hunter2-hunter2") };
    await stackOf({ ...closed, variables });
    expect(leaks()).toEqual([]);
    const hidden = [...registered].filter(([, { inputs }]) => JSON.stringify(inputs).includes(SECRET_SIGNATURE));
    expect(new Set(hidden.map(([, { type }]) => type))).toEqual(new Set(["kubernetes:core/v1:Secret"]));
    const pods = JSON.stringify(objects().filter(({ kind }) => kind === "Deployment"));
    for (const { kind, metadata } of objects()) {
      if (kind === "Secret") {
        expect(pods).toContain(metadata.name);
      }
    }
  });

  it("may come from elsewhere", async () => {
    const secretNames = { "ironic-credentials": "login", "baremetal-operator-ironic-htpasswd": "passwords" };
    await stackOf({ ...closed, variables: { IRONIC_HOST_IP: "10.0.20.99" }, secretNames });
    expect(objects().filter(({ kind }) => kind === "Secret")).toEqual([]);
  });
});

describe("the route to its Ironic", () => {
  it("is what hosts take", async () => {
    const ramdisk = IpaImage.kernelInitramfs({ kernel: "http://a.example/k", initramfs: "http://a.example/i" });
    const stack = await stackOf({ ...closed, ramdisk, api: { caFile: "ca.pem" } });
    expect(await known(stack.ironicEndpoint)).toBe("https://10.0.20.99:6385");
    expect(stack.ironic).toMatchObject({ kind: "ironic", name: "metal3", args: { ramdisk, caFile: "ca.pem" } });
    new BareMetalHost("node-0", {
      route: stack.ironic,
      bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "a" },
    });
    await settled();
    expect(plain(registered.get("node-0")?.inputs.route)).toMatchObject({
      endpoint: "https://10.0.20.99:6385",
      username: "admin",
      password: "hunter2-hunter2",
    });
  });

  it("follows the address: IPv6, without TLS, computed, or given", async () => {
    const endpoint = async (args: Partial<IronicStackArgs>): Promise<string> =>
      known((await stackOf({ ...open, ...args })).ironicEndpoint);
    expect(await endpoint({ variables: { IRONIC_HOST_IP: "fd00::99" } })).toBe("http://[fd00::99]:6385");
    expect(await endpoint({ variables: { IRONIC_HOST_IP: pulumi.output("10.0.0.9") } })).toBe("http://10.0.0.9:6385");
    expect(await endpoint({ api: { endpoint: "https://ironic.example.org" } })).toBe("https://ironic.example.org");
  });

  it("is missing where there is no Ironic", async () => {
    const stack = await stackOf({ ...open, flags: { authentication: false, ironic: false } });
    expect(() => stack.ironic).toThrow("`metal3: ironic` is not part of this stack");
  });
});

describe("what is risky and not wrong", () => {
  const said = () => warn.mock.calls.map(([text, resource]) => ({ text, resource }));
  const at = (address: string) =>
    expect.stringMatching(
      `^\`settings.IRONIC_ENDPOINT\` is .*\`IRONIC_HOST_IP\` is ${address}: .* next: set it to \`http://${address}:6385/v1/\`$`,
    );

  it("is a warning of the stack, once, with what to do", async () => {
    const stack = await stackOf(open);
    expect(said().filter(({ text }) => text.includes("IRONIC_ENDPOINT"))).toEqual([
      { text: at("10.0.20.99"), resource: stack },
    ]);
  });

  it("is judged by the values themselves where they are computed, never by what stands in for them", async () => {
    await stackOf({ ...open, variables: { IRONIC_HOST_IP: pulumi.output(Promise.resolve("10.0.0.9")) } });
    expect(said()).toContainEqual(expect.objectContaining({ text: at("10.0.0.9") }));
    expect(JSON.stringify(said().map(({ text }) => text))).not.toContain("192.0.2.");
  });

  it("is not judged before the values are known", async () => {
    await pulumi.runtime.setMocks(
      { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) },
      "app",
      "dev",
      true,
      "acme",
    );
    const address = pulumi.output(pulumi.unknown as string);
    const stack = new IronicStack("metal3", { ...open, variables: { IRONIC_HOST_IP: address } });
    await known(stack.urn);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(said()).toEqual([]);
  });
});

it("says everything that is wrong at once, before anything is registered", async () => {
  const wrong = { ...open, release: "v0.13.9", variables: { IRONIC_HOST_IP: "nowhere" } };
  expect(() => new IronicStack("metal3", wrong)).toThrow(/metal3: release[\s\S]*metal3: variables.IRONIC_HOST_IP/);
  await settled();
  expect(registered.size).toBe(0);
});

it("is not taken for another component, nor another for it", async () => {
  const stack = await stackOf(open);
  expect(IronicStack.isInstance(stack)).toBe(true);
  expect(IronicStack.isInstance(new pulumi.ComponentResource("a:b:C", "other"))).toBe(false);
});
