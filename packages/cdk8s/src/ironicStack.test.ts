import { NO_FLAGS, synthesiseUpstream } from "@ironworks/metal3";
import { App, Chart, Testing } from "cdk8s";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { IpaImage, IronicStack, type IronicStackProps } from "./index.js";
import { mistakesOf, type SynthesisedObject, synth } from "./testing/sample.js";

const credentials = {
  IRONIC_USERNAME: "admin",
  IRONIC_PASSWORD: "hunter2",
  IRONIC_HTPASSWD: "admin:$2y$05$abcdefghijklmnopqrstuv",
};
const inspectorCredentials = {
  IRONIC_INSPECTOR_USERNAME: "inspector",
  IRONIC_INSPECTOR_PASSWORD: "hunter2",
  INSPECTOR_HTPASSWD: "inspector:$2y$05$abcdefghijklmnopqrstuv",
};
const address = { IRONIC_HOST_IP: "10.0.20.99" };
const settings = { PROVISIONING_INTERFACE: "eno2" };

/** Operator and Ironic, whose Secrets are made elsewhere. */
const plain: IronicStackProps = {
  release: "v0.13.2",
  variables: address,
  settings,
  secretNames: { "ironic-credentials": "login", "baremetal-operator-ironic-htpasswd": "passwords" },
};

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});

const ours = ["argocd.argoproj.io/sync-options", "argocd.argoproj.io/sync-wave", "kustomize.toolkit.fluxcd.io/prune"];

/** Without what only orders and protects, and without the nulls that servers drop. */
function bare(object: object): unknown {
  return JSON.parse(JSON.stringify(object), (key, value: unknown) => {
    if (key === "annotations" && typeof value === "object" && value !== null) {
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !ours.includes(name)));
      return Object.keys(rest).length > 0 ? rest : undefined;
    }
    return value === null ? undefined : value;
  });
}

function identity({ kind, metadata }: Pick<SynthesisedObject, "kind" | "metadata">): string {
  return `${kind}/${metadata.name}`;
}

/** The Deployments in which Ironic runs. */
function ironicOf(objects: readonly SynthesisedObject[]): readonly SynthesisedObject[] {
  return objects.filter(({ kind, spec }) => kind === "Deployment" && JSON.stringify(spec).includes('"name":"ironic"'));
}

function byIdentity(objects: readonly object[]): unknown {
  return Object.fromEntries(objects.map((object) => [identity(object as SynthesisedObject), bare(object)]));
}

describe("profile upstream", () => {
  it.each(["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"])("of %s has core's objects, and nothing else", (release) => {
    const app = Testing.app();
    const variables = { ...address, ...credentials, ...(release === "v0.1.0" && inspectorCredentials) };
    const stack = new IronicStack(app, "metal3", { release, variables, settings, plainSecrets: true });
    const objects = [...synth(stack.prerequisites), ...synth(stack.controlPlane)];
    const flags = { ...NO_FLAGS, operator: true, ironic: true };
    const { objects: wanted } = synthesiseUpstream({ release, flags, variables, settings });
    expect(objects).toHaveLength(wanted.length);
    expect(ironicOf(objects)).toHaveLength(1);
    expect(byIdentity(objects)).toEqual(byIdentity(wanted));
    expect(stack.operator.release).toBe(release);
  });

  it("brings a chart a role below an app, and uses the one that it stands in", () => {
    const app = new App();
    const stack = new IronicStack(app, "metal3", plain);
    expect(app.charts.map(({ node }) => node.path)).toEqual(["metal3-prerequisites", "metal3-stack"]);
    const kinds = new Set(synth(stack.prerequisites).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(["Namespace", "CustomResourceDefinition"]));
    const chart = new Chart(new App(), "all", { namespace: "elsewhere" });
    const inside = new IronicStack(chart, "metal3", plain);
    expect(inside.controlPlane).toBe(chart);
    const objects = synth(chart);
    expect(objects).toHaveLength(synth(stack.prerequisites).length + synth(stack.controlPlane).length);
    expect(objects.filter(({ metadata }) => metadata.namespace === "elsewhere")).toEqual([]);
  });

  it("protects what hosts live on, and orders everything", () => {
    const stack = new IronicStack(new App(), "metal3", { ...plain, flags: { tls: true } });
    for (const { kind, metadata } of synth(stack.prerequisites)) {
      expect(metadata.annotations).toMatchObject({ "kustomize.toolkit.fluxcd.io/prune": "disabled" });
      const options =
        kind === "Namespace" ? "Delete=false,Prune=false" : "Delete=false,Prune=false,ServerSideApply=true";
      expect(metadata.annotations?.["argocd.argoproj.io/sync-options"]).toBe(options);
    }
    const waves = new Map<string, number>();
    for (const { kind, metadata } of [...synth(stack.prerequisites), ...synth(stack.controlPlane)]) {
      waves.set(kind, Number(metadata.annotations?.["argocd.argoproj.io/sync-wave"]));
    }
    const order = [...waves].sort((one, other) => one[1] - other[1]).map(([kind]) => kind);
    const place = (kind: string): number => order.indexOf(kind);
    expect(place("Namespace")).toBe(0);
    expect(place("CustomResourceDefinition")).toBe(1);
    expect(place("Certificate")).toBeGreaterThan(place("ConfigMap"));
    expect(place("Deployment")).toBeGreaterThan(place("Certificate"));
    expect(order.at(-1)).toBe("ValidatingWebhookConfiguration");
    expect([...waves.values()].every((wave) => wave < 0)).toBe(true);
  });

  it("names the ramdisk in the settings that the release reads", () => {
    const ramdisk = IpaImage.kernelInitramfs({
      kernel: "http://a.example/ipa.kernel",
      initramfs: "http://a.example/ipa.initramfs",
    });
    const stack = new IronicStack(new App(), "metal3", { ...plain, ramdisk });
    const [config] = synth(stack.controlPlane).filter(({ metadata }) => metadata.name.includes("ironic-bmo-configmap"));
    expect(config?.data).toMatchObject({
      DEPLOY_KERNEL_URL: "http://a.example/ipa.kernel",
      DEPLOY_RAMDISK_URL: "http://a.example/ipa.initramfs",
    });
  });
});

describe("Secrets", () => {
  const { secretNames: _, ...unnamed } = plain;

  const stackMistakes = (props: IronicStackProps): string => {
    const stack = new IronicStack(new App(), "metal3", props);
    return mistakesOf(stack.controlPlane) ?? "";
  };

  it("are never in the manifests: pods refer to those that are named", () => {
    const said = stackMistakes(unnamed);
    const missing = [...said.matchAll(/`secretNames\.([^`]+)` is missing: a Secret with (.*?) in/g)];
    expect(missing.length).toBeGreaterThan(0);
    const secretNames = Object.fromEntries(missing.map(([, name = ""]) => [name, `my-${name}`]));
    const stack = new IronicStack(new App(), "metal3", { ...unnamed, secretNames });
    const objects = synth(stack.controlPlane);
    expect(objects.filter(({ kind }) => kind === "Secret")).toEqual([]);
    const pods = JSON.stringify(objects.filter(({ kind }) => kind === "Deployment"));
    for (const name of Object.values(secretNames)) {
      expect(pods).toContain(`"${name}"`);
    }
    expect(JSON.stringify(objects)).not.toContain("ironworks-unknown");
  });

  it("that are missing, unknown or given as text are mistakes, without their content", () => {
    expect(stackMistakes({ ...unnamed, secretNames: { "ironic-credential": "x" } })).toContain(
      "did you mean `ironic-credentials`?",
    );
    const text = stackMistakes({ ...plain, variables: { ...address, ...credentials } });
    expect(text).toContain("`variables.IRONIC_PASSWORD` is a credential");
    expect(text).not.toContain("hunter2");
  });

  it("that an old release keeps in a ConfigMap cannot be referred to", () => {
    const said = stackMistakes({ ...unnamed, release: "v0.1.0" });
    expect(said).toMatch(/`flags.authentication` is on, and this release keeps credentials in ConfigMap/);
  });

  it("come plain only when asked for", () => {
    const variables = { ...address, ...credentials };
    const stack = new IronicStack(new App(), "metal3", { ...unnamed, variables, plainSecrets: true });
    expect(synth(stack.controlPlane).filter(({ kind }) => kind === "Secret").length).toBeGreaterThan(0);
  });
});

describe("mistakes", () => {
  const mistakesWith = (more: object): string => {
    const app = new App();
    new IronicStack(app, "metal3", { ...plain, ...more });
    try {
      app.synthYaml();
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("come all at once, by field", () => {
    const text = mistakesWith({
      variables: { IRONIC_HOST_IP: "nowhere" },
      settings: { PROVISIONING_INTERFACE: "a-name-that-is-too-long" },
    });
    expect(text).toContain("[metal3] `variables.IRONIC_HOST_IP`");
    expect(text).toContain("[metal3] `settings.PROVISIONING_INTERFACE`");
  });

  it("of release, profile and ramdisk", () => {
    expect(mistakesWith({ release: "v0.13.9" })).toContain("did you mean `v0.13.2`?");
    expect(mistakesWith({ release: "1.0" })).toContain("is not a release that Ironworks can deploy");
    expect(mistakesWith({ profile: "hardened" })).toContain("`profile` is not a profile that this version knows");
    const ramdisk = IpaImage.iso("https://a.example/ipa.iso");
    expect(mistakesWith({ ramdisk, settings: { DEPLOY_ISO_URL: "https://b.example/ipa.iso" } })).toContain(
      "`settings.DEPLOY_ISO_URL` is given beside `ramdisk`",
    );
  });
});

it("a stack that is deployed elsewhere gives the route", () => {
  const app = new App();
  const stack = IronicStack.fromRelease(app, "theirs", "v0.12.6");
  expect(stack.operator.release).toBe("v0.12.6");
  expect(IronicStack.isIronicStack(stack)).toBe(false);
  expect(IronicStack.isIronicStack(new IronicStack(app, "ours", plain))).toBe(true);
});
