import { App, Chart, Testing } from "cdk8s";
import type { Construct } from "constructs";
import { BareMetalHost, type BareMetalHostProps, InstanceImage, OperatorRoute } from "../index.js";

export const route = OperatorRoute.forRelease("v0.13.2");

export const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", {
  checksum: `sha256:${"a".repeat(64)}`,
});

/** Props of a host that is right; each number gives another server. */
export function hostProps(number = 0, more: Partial<BareMetalHostProps> = {}): BareMetalHostProps {
  return {
    route,
    bmc: {
      address: `redfish-virtualmedia://10.0.${Math.floor(number / 250)}.${(number % 250) + 1}/redfish/v1/Systems/1`,
      credentialsName: `node-${number}-bmc`,
    },
    bootMACAddress: `00:35:30:${[16, 8, 0].map((bits) => ((number >> bits) & 255).toString(16).padStart(2, "0")).join(":")}`,
    rootDeviceHints: { serialNumber: `DISK${number}` },
    ...more,
  };
}

export function host(scope: Construct, number = 0, more: Partial<BareMetalHostProps> = {}): BareMetalHost {
  return new BareMetalHost(scope, `node-${number}`, hostProps(number, more));
}

export function chart(): Chart {
  return new Chart(Testing.app(), "hosts", { namespace: "metal3" });
}

export interface SynthesisedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** The objects of a chart. */
export function synth(of: Chart): readonly SynthesisedObject[] {
  return Testing.synth(of) as SynthesisedObject[];
}

/** What cdk8s says is wrong with an app, or undefined. */
export function mistakesOf(of: Chart): string | undefined {
  try {
    App.of(of).synthYaml();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
