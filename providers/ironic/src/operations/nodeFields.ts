import {
  type BmcAddress,
  bmcDriver,
  DRIVER_INFO_KEYS,
  driverInfoFor,
  type HostSpec,
  type IpaImage,
  nodeInterfacesFor,
  nodePropertiesFor,
} from "@ironworks/core";
import type { OperationStop } from "@ironworks/driver";
import type { ApiVersion } from "../api/apiVersion.js";
import type { DriverDetails, Node, PatchOperation } from "../api/node.js";
import { refusal } from "./nodeRefusal.js";

/** What a host's spec makes of its node. Holds the BMC's password. */
export interface NodeFields {
  readonly driver: string;
  /** By field, e.g. `boot_interface`. `inspect_interface` is not among them: it changes on the way to `available`. */
  readonly interfaces: Readonly<Record<string, string>>;
  readonly driverInfo: Readonly<Record<string, string | number | boolean>>;
  readonly properties: Readonly<Record<string, string>>;
  readonly inspect: {
    /** What the host is inspected with in the end. */
    readonly final: string;
    /** What can look at the NICs without touching the power; undefined where nothing can. */
    readonly outOfBand?: string | undefined;
  };
}

/** An interface that a host can do without: what is not enabled there is left to the endpoint's default. */
const OPTIONAL = new Set(["bios_interface", "firmware_interface", "raid_interface", "vendor_interface"]);

/** The fields for this endpoint; `details` says what its hardware type may be used with. Throws a {@link Refusal}. */
export function nodeFields(
  address: BmcAddress,
  spec: HostSpec,
  ramdisk: IpaImage | undefined,
  endpoint: { readonly version: ApiVersion; readonly details: DriverDetails },
): NodeFields {
  const { version, details } = endpoint;
  const { driver = "", inspect_interface: final = "agent", ...wanted } = nodeInterfacesFor(address, spec);
  if (final === "agent") {
    version.require("agentInspection");
  }
  const interfaces = Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => {
      if (field === "firmware_interface" && !version.supports("firmwareInterface")) {
        return false;
      }
      if (isEnabled(details, field, value)) {
        return true;
      }
      if (OPTIONAL.has(field)) {
        return false;
      }
      throw notEnabled(details, field, value);
    }),
  );
  if (!isEnabled(details, "inspect_interface", final)) {
    throw notEnabled(details, "inspect_interface", final);
  }
  const outOfBand = bmcDriver(address.scheme).outOfBandInspect;
  const canLook = outOfBand !== undefined && isEnabled(details, "inspect_interface", outOfBand);
  return {
    driver,
    interfaces,
    driverInfo: driverInfoFor(address, spec, ramdisk),
    properties: nodePropertiesFor(spec),
    inspect: { final, ...(canLook && { outOfBand }) },
  };
}

/** What lists a server's NICs without touching its power; undefined where only the ramdisk does. */
export function outOfBandInspection({ inspect }: Pick<NodeFields, "inspect">): string | undefined {
  return inspect.outOfBand ?? (inspect.final === "agent" ? undefined : inspect.final);
}

function enabledOf(details: DriverDetails, field: string): readonly string[] | undefined {
  const enabled = details[`enabled_${field}s`];
  return Array.isArray(enabled) ? enabled.map(String) : undefined;
}

function isEnabled(details: DriverDetails, field: string, value: string): boolean {
  return enabledOf(details, field)?.includes(value) ?? true;
}

function notEnabled(details: DriverDetails, field: string, value: string): OperationStop {
  const enabled = enabledOf(details, field)?.join(", ") ?? "none";
  return refusal(
    "config",
    `the endpoint's \`${details.name}\` driver has no ${field.replace("_", " ")} \`${value}\` (it has: ${enabled})`,
    `add it to \`enabled_${field}s\` in Ironic's configuration, or choose another scheme in \`bmc.address\``,
  );
}

/** Body of the node's creation. */
export function creationBody(
  fields: NodeFields,
  identity: { readonly uuid: string; readonly name?: string; readonly extra: Readonly<Record<string, unknown>> },
  inspectInterface: string,
): Record<string, unknown> {
  return {
    ...identity,
    driver: fields.driver,
    ...fields.interfaces,
    inspect_interface: inspectInterface,
    driver_info: fields.driverInfo,
    properties: fields.properties,
    automated_clean: false,
  };
}

/** States in which Ironic lets the driver and its interfaces be changed. */
const INTERFACES_CHANGE_IN = new Set(["enroll", "manageable", "available", "inspecting", "inspect wait"]);

/**
 * What brings an existing node to its fields. The BMC's access is always written, key by key: Ironic shows its secrets as
 * `******`, so that nothing can be compared, and keys that others added stay.
 */
export function fieldsPatch(node: Node, fields: NodeFields): readonly PatchOperation[] {
  const patch: PatchOperation[] = [];
  const set = (path: string, value: unknown): void => {
    patch.push({ op: "add", path, value });
  };
  for (const [key, value] of Object.entries(fields.driverInfo)) {
    set(`/driver_info/${key}`, value);
  }
  for (const key of DRIVER_INFO_KEYS) {
    if (key in node.driver_info && !(key in fields.driverInfo)) {
      patch.push({ op: "remove", path: `/driver_info/${key}` });
    }
  }
  for (const [key, value] of Object.entries(fields.properties)) {
    const wanted = key === "capabilities" ? mergeCapabilities(node.properties[key], value) : value;
    if (node.properties[key] !== wanted) {
      set(`/properties/${key}`, wanted);
    }
  }
  patch.push(...withoutCleaning(node));
  const changed = changedInterfaces(node, fields);
  if (changed.length > 0 && !INTERFACES_CHANGE_IN.has(node.provision_state)) {
    throw refusal(
      "config",
      `\`bmc.address\` needs ${changed.map(([field, value]) => `${field} \`${value}\``).join(", ")}, which Ironic cannot change in state \`${node.provision_state}\``,
      "keep the scheme, or deprovision the machine first",
    );
  }
  for (const [field, value] of changed) {
    set(`/${field}`, value);
  }
  return patch;
}

/**
 * Turns automated cleaning off, which with Ironic acts whenever a node becomes `available`. It is on only from the request
 * to deprovision a machine to the end of that, where the host's `automatedCleaningMode` asks for it.
 */
export function withoutCleaning({ automated_clean }: Pick<Node, "automated_clean">): readonly PatchOperation[] {
  return automated_clean === false ? [] : [{ op: "add", path: "/automated_clean", value: false }];
}

function changedInterfaces(node: Node, fields: NodeFields): readonly (readonly [string, string])[] {
  const wanted = { ...(node.driver !== fields.driver && { driver: fields.driver }), ...fields.interfaces };
  return Object.entries(wanted).filter(([field, value]) => node[field] !== value);
}

const BOOT_CAPABILITIES = new Set(["boot_mode", "secure_boot"]);

/** Ours in place of older ones of ours; what others put there stays. Ironic's format: `key:value,key:value`. */
export function mergeCapabilities(live: unknown, ours: string): string {
  const others = String(live ?? "")
    .split(",")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && !BOOT_CAPABILITIES.has(pair.split(":")[0] ?? ""));
  return [ours, ...others].join(",");
}
