import { bmcDriver, nodeInterfacesFor, parseBmcAddress } from "@ironworks/core";
import { type Verdict, verdictsOn } from "../finding.js";
import type { NodeRecord } from "../ironicReader.js";
import type { BmcPlace, FileTarget, HostTarget } from "./target.js";

/** What is known of a host beside its BMC address. */
export interface HostFacts {
  readonly name: string;
  readonly endpoint?: string | undefined;
  readonly nodeUuid?: string | undefined;
  readonly inspectionMode?: "agent" | "fast" | undefined;
}

/** A host by its BMC address in Metal3's grammar, or what is wrong with the address. */
export function hostAt(address: string, { inspectionMode, ...facts }: HostFacts): HostTarget | Verdict {
  const parsed = parseBmcAddress(address);
  if (!parsed.ok) {
    const { message, remedy } = parsed.error;
    return verdictsOn(facts.name, "written").error(`the BMC address ${message.replace(/\.$/, "")}`, remedy);
  }
  const place = parsed.value;
  const tls = place.family === "redfish" && place.transport === "https";
  const { plain, tls: secure = plain } = bmcDriver(place.scheme).defaultPorts;
  const bmc: BmcPlace = { family: place.family, host: place.host, port: place.port ?? (tls ? secure : plain), tls };
  return { ...facts, bmc, needs: nodeInterfacesFor(place, { inspectionMode }) };
}

export function isHost(found: HostTarget | Verdict): found is HostTarget {
  return "needs" in found;
}

/** A node of Ironic as a host, for an endpoint without a program. */
export function hostOfNode(node: NodeRecord, endpoint: string): HostTarget {
  const interfaces = Object.entries(node).filter(
    (entry): entry is [string, string] => /_interface$/.test(entry[0]) && typeof entry[1] === "string",
  );
  return {
    name: node.name ?? node.uuid,
    endpoint,
    nodeUuid: node.uuid,
    bmc: placeIn(node.driver_info),
    needs: { driver: node.driver, ...Object.fromEntries(interfaces) },
  };
}

function placeIn(info: NodeRecord["driver_info"]): BmcPlace | undefined {
  const { redfish_address: redfish, ipmi_address: ipmi, ipmi_port: port } = info;
  if (typeof redfish === "string") {
    const text = redfish.includes("://") ? redfish : `https://${redfish}`;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const tls = url?.protocol === "https:";
    const host = url?.hostname.replace(/^\[|\]$/g, "");
    return host ? { family: "redfish", host, port: Number(url?.port || (tls ? 443 : 80)), tls } : undefined;
  }
  return typeof ipmi === "string" ? { family: "ipmi", host: ipmi, port: Number(port ?? 623), tls: false } : undefined;
}

const RAMDISK_KEYS = ["deploy_kernel", "deploy_ramdisk", "deploy_iso"];

/** What Ironic is set to fetch for a node. */
export function filesOfNode(node: NodeRecord): readonly FileTarget[] {
  const usedBy = node.name ?? node.uuid;
  const ramdisks = RAMDISK_KEYS.map((key) => node.driver_info[key]);
  const { image_source: image, image_os_hash_algo: algorithm, image_os_hash_value: value } = node.instance_info;
  const { image_checksum: other } = node.instance_info;
  const checksum = typeof value === "string" ? `${algorithm}:${value}` : typeof other === "string" ? other : undefined;
  return [
    ...ramdisks.flatMap((url) => (typeof url === "string" ? [{ kind: "ramdisk" as const, url, usedBy }] : [])),
    ...(typeof image === "string" ? [{ kind: "image" as const, url: image, usedBy, checksum }] : []),
  ];
}
