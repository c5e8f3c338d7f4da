import { compact } from "../json/json.js";
import { booleanOf, fieldOf, itemsOf, numberOf, textOf } from "../json/untrusted.js";
import type { Cpu, Disk, DiskField, DiskType, Hardware, HardwareSource, Lldp, Nic, SystemVendor } from "./hardware.js";
import { lldpFromParsed, lldpFromTlvs } from "./lldp.js";
import { canonicalMac } from "./macAddress.js";
import { isRotational } from "./rootDeviceHints.js";

const BYTES_PER_GIB = 2 ** 30;

/** A host's inventory in a state file stays below this, as JSON, where its disks' and NICs' identities alone allow it. */
export const INVENTORY_BUDGET_BYTES = 2_500;

/**
 * Reads `GET /v1/nodes/<id>/inventory`. Every key may be absent or of the wrong kind: then what it would say is absent.
 *
 * A big inventory is brought below the budget by leaving the same fields out of every disk; which ones is said in
 * `omitted`, so that no choice is made by a field that is not there. Disks, their sizes, serials and WWNs always stay.
 */
export function parseInventory(
  inventory: unknown,
  source: HardwareSource,
  options: { readonly budgetBytes?: number | undefined } = {},
): Hardware {
  const facts = fieldOf(inventory, "inventory");
  const plugins = fieldOf(inventory, "plugin_data");
  const hardware: Hardware = compact({
    source,
    cpu: cpuOf(fieldOf(facts, "cpu")),
    memoryGiB: memoryOf(fieldOf(facts, "memory")),
    storage: itemsOf(fieldOf(facts, "disks")).flatMap((disk) => diskOf(disk) ?? []),
    nics: nicsOf(facts, plugins),
    vendor: vendorOf(fieldOf(facts, "system_vendor")),
    bootMode: textOf(fieldOf(fieldOf(facts, "boot"), "current_boot_mode")),
  });
  return withinBudget(hardware, options.budgetBytes ?? INVENTORY_BUDGET_BYTES);
}

function cpuOf(cpu: unknown): Cpu {
  const frequency = numberOf(fieldOf(cpu, "frequency"));
  return compact({
    architecture: textOf(fieldOf(cpu, "architecture")) ?? "unknown",
    count: Math.floor(numberOf(fieldOf(cpu, "count")) ?? 0),
    model: textOf(fieldOf(cpu, "model_name")),
    clockMHz: frequency === undefined ? undefined : Math.round(frequency),
  });
}

/** What is fitted; what the kernel sees is some hundred MiB less. */
function memoryOf(memory: unknown): number {
  const fittedMiB = numberOf(fieldOf(memory, "physical_mb"));
  const gib = fittedMiB ? fittedMiB / 1024 : (numberOf(fieldOf(memory, "total")) ?? 0) / BYTES_PER_GIB;
  return Math.round(gib * 10) / 10;
}

function vendorOf(vendor: unknown): SystemVendor {
  return compact({
    manufacturer: textOf(fieldOf(vendor, "manufacturer")),
    productName: textOf(fieldOf(vendor, "product_name")),
    serialNumber: textOf(fieldOf(vendor, "serial_number")),
  });
}

function diskOf(disk: unknown): Disk | undefined {
  const name = textOf(fieldOf(disk, "name"));
  if (name === undefined) {
    return undefined;
  }
  const sizeBytes = Math.floor(numberOf(fieldOf(disk, "size")) ?? 0);
  const wwn = textOf(fieldOf(disk, "wwn"));
  const wwnWithExtension = textOf(fieldOf(disk, "wwn_with_extension"));
  const rotational = booleanOf(fieldOf(disk, "rotational"));
  return compact({
    name,
    byPath: textOf(fieldOf(disk, "by_path")),
    type: diskTypeOf(name, textOf(fieldOf(disk, "tran")), rotational),
    sizeGiB: Math.floor(sizeBytes / BYTES_PER_GIB),
    sizeBytes,
    serial: textOf(fieldOf(disk, "serial")),
    wwn,
    wwnWithExtension,
    wwnVendorExtension: textOf(fieldOf(disk, "wwn_vendor_extension")),
    model: textOf(fieldOf(disk, "model")),
    vendor: textOf(fieldOf(disk, "vendor")),
    hctl: textOf(fieldOf(disk, "hctl")),
    rotational,
  });
}

function diskTypeOf(
  name: string,
  transport: string | undefined,
  rotational: boolean | undefined,
): DiskType | undefined {
  if (name.startsWith("/dev/nvme") || transport === "nvme") {
    return "NVME";
  }
  if (rotational === undefined) {
    return undefined;
  }
  return rotational ? "HDD" : "SSD";
}

function nicsOf(facts: unknown, plugins: unknown): readonly Nic[] {
  const booted = pxeMac(textOf(fieldOf(fieldOf(facts, "boot"), "pxe_interface")));
  const nics = new Map<string, Nic>();
  for (const item of itemsOf(fieldOf(facts, "interfaces"))) {
    const mac = canonicalMac(textOf(fieldOf(item, "mac_address")) ?? "");
    if (mac === undefined) {
      continue;
    }
    const name = textOf(fieldOf(item, "name")) ?? mac;
    const enabled = booleanOf(fieldOf(fieldOf(fieldOf(plugins, "all_interfaces"), name), "pxe_enabled"));
    const known = nics.get(`${name} ${mac}`);
    nics.set(
      `${name} ${mac}`,
      compact({
        name,
        mac,
        ip: known?.ip ?? ipOf(item),
        speedMbps: numberOf(fieldOf(item, "speed_mbps")),
        model:
          [textOf(fieldOf(item, "vendor")), textOf(fieldOf(item, "product"))].filter(Boolean).join(" ") || undefined,
        hasCarrier: booleanOf(fieldOf(item, "has_carrier")),
        pxe: enabled ?? (booted === undefined ? undefined : booted === mac),
        lldp: lldpOf(name, item, plugins),
      }),
    );
  }
  return [...nics.values()];
}

function ipOf(item: unknown): string | undefined {
  const v6 = textOf(fieldOf(item, "ipv6_address"))?.replace(/%.*$/, "");
  return textOf(fieldOf(item, "ipv4_address")) ?? v6;
}

/** The boot loader's form has the hardware type before the address: `01-52-54-…`. */
function pxeMac(text: string | undefined): string | undefined {
  return text === undefined ? undefined : canonicalMac(text.length === 20 ? text.slice(3) : text);
}

function lldpOf(name: string, item: unknown, plugins: unknown): Lldp | undefined {
  return (
    lldpFromParsed(fieldOf(fieldOf(plugins, "parsed_lldp"), name)) ??
    lldpFromTlvs(fieldOf(fieldOf(plugins, "lldp_raw"), name)) ??
    lldpFromTlvs(fieldOf(item, "lldp"))
  );
}

/** In the order in which they go: what a choice needs least comes first. */
const OMITTABLE: readonly DiskField[] = [
  "wwnVendorExtension",
  "wwnWithExtension",
  "vendor",
  "hctl",
  "byPath",
  "rotational",
  "model",
];

function withinBudget(hardware: Hardware, budget: number): Hardware {
  if (fits(hardware, budget)) {
    return hardware;
  }
  let small: Hardware = {
    ...hardware,
    nics: hardware.nics.map(smallNic),
    storage: hardware.storage.map(withoutDerivable),
  };
  const omitted: DiskField[] = [];
  for (const field of OMITTABLE) {
    if (fits(small, budget)) {
      break;
    }
    if (!mayOmit(field, small.storage)) {
      continue;
    }
    omitted.push(field);
    small = { ...small, storage: small.storage.map(({ [field]: _, ...disk }) => disk as Disk), omitted: [...omitted] };
  }
  return small;
}

/** Without the model, and without what the switch's name and its being heard say as well. */
function smallNic({ model: _, hasCarrier, lldp, ...nic }: Nic): Nic {
  const { switchId: __, ...named } = lldp ?? {};
  return compact({
    ...nic,
    hasCarrier: lldp && hasCarrier ? undefined : hasCarrier,
    lldp: lldp?.switchName === undefined ? lldp : named,
  });
}

/** Without the flag that the type says as well. */
function withoutDerivable(disk: Disk): Disk {
  const { rotational, ...rest } = disk;
  return isRotational(rest) === rotational ? rest : disk;
}

/** Only the path distinguishes a disk that has neither serial nor WWN. */
function mayOmit(field: DiskField, disks: readonly Disk[]): boolean {
  if (field === "byPath" && disks.some((disk) => disk.serial === undefined && disk.wwn === undefined)) {
    return false;
  }
  return disks.some((disk) => disk[field] !== undefined);
}

function fits(hardware: Hardware, budget: number): boolean {
  return Buffer.byteLength(JSON.stringify(hardware)) < budget;
}
