import { compact } from "../json/json.js";
import { fieldOf, itemsOf, numberOf, textOf } from "../json/untrusted.js";
import type { Lldp } from "./hardware.js";

/** LLDP as Ironic's `parse-lldp` hook leaves it in `plugin_data.parsed_lldp`. */
export function lldpFromParsed(parsed: unknown): Lldp | undefined {
  return orAbsent({
    switchId: textOf(fieldOf(parsed, "switch_chassis_id")),
    switchName: textOf(fieldOf(parsed, "switch_system_name")),
    portId: textOf(fieldOf(parsed, "switch_port_id")),
    vlan: vlanOf(fieldOf(parsed, "switch_port_untagged_vlan_id")),
  });
}

/** LLDP from raw TLVs, `[[type, hexadecimal value], …]`, as the agent sends them (IEEE 802.1AB). */
export function lldpFromTlvs(tlvs: unknown): Lldp | undefined {
  const found: { -readonly [K in keyof Lldp]: Lldp[K] } = {};
  for (const tlv of itemsOf(tlvs)) {
    const [type, hex] = itemsOf(tlv);
    const value = bytesOf(hex);
    if (type === 1) {
      found.switchId ??= identifier(value, CHASSIS_ID);
    } else if (type === 2) {
      found.portId ??= identifier(value, PORT_ID);
    } else if (type === 5) {
      found.switchName ??= textOf(value.toString("utf8"));
    } else if (type === 127 && value.subarray(0, 4).equals(PORT_VLAN_ID)) {
      if (value.length >= 6) {
        found.vlan ??= vlanOf(value.readUInt16BE(4));
      }
    }
  }
  return orAbsent(found);
}

/** Organisation 802.1 (00-80-c2), subtype 1. */
const PORT_VLAN_ID = Buffer.from("0080c201", "hex");

/** Subtypes whose value is not text. */
interface Subtypes {
  readonly mac: number;
  readonly networkAddress: number;
}

const CHASSIS_ID: Subtypes = { mac: 4, networkAddress: 5 };

const PORT_ID: Subtypes = { mac: 3, networkAddress: 4 };

function identifier(value: Buffer, subtypes: Subtypes): string | undefined {
  const [subtype] = value;
  const rest = value.subarray(1);
  if (subtype === subtypes.mac && rest.length === 6) {
    return rest.toString("hex").match(/../g)?.join(":");
  }
  if (subtype === subtypes.networkAddress) {
    return networkAddress(rest);
  }
  return textOf(rest.toString("utf8"));
}

function networkAddress(value: Buffer): string | undefined {
  const [family, ...bytes] = value;
  if (family === 1 && bytes.length === 4) {
    return bytes.join(".");
  }
  if (family !== 2 || bytes.length !== 16) {
    return undefined;
  }
  const groups = Buffer.from(bytes).toString("hex").match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

function bytesOf(hex: unknown): Buffer {
  return typeof hex === "string" && hex.length <= 1022 && /^(?:[0-9a-f]{2})*$/i.test(hex)
    ? Buffer.from(hex, "hex")
    : Buffer.alloc(0);
}

function vlanOf(value: unknown): number | undefined {
  const vlan = numberOf(value);
  return vlan !== undefined && Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094 ? vlan : undefined;
}

function orAbsent(lldp: Lldp): Lldp | undefined {
  const known = compact(lldp);
  return Object.keys(known).length === 0 ? undefined : known;
}
