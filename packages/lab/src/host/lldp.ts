/** What a switch says of itself on one of its ports. */
export interface LldpNeighbour {
  /** Chassis id, a MAC address. */
  readonly switchId: string;
  /** System name. */
  readonly switchName: string;
  /** Name of the port, e.g. `Ethernet1/1`. */
  readonly portId: string;
  /** Id of the untagged VLAN. */
  readonly vlan: number;
}

/** TLV types of IEEE 802.1AB. */
const CHASSIS_ID = 1;
const PORT_ID = 2;
const TTL = 3;
const PORT_DESCRIPTION = 4;
const SYSTEM_NAME = 5;
const ORGANISATION = 127;
const SUBTYPE_MAC = 4;
const SUBTYPE_INTERFACE_NAME = 5;
/** IEEE 802.1: port VLAN id. */
const PORT_VLAN_ID = [0x00, 0x80, 0xc2, 0x01];

/** Each network interface of a host goes to a switch of its own, each host to a port of its own. */
export function neighbour(host: number, nic: number): LldpNeighbour {
  return {
    switchId: `02:1a:5f:00:00:0${(nic % 9) + 1}`,
    switchName: `lab-switch-${nic + 1}`,
    portId: `Ethernet1/${host + 1}`,
    vlan: 100 + nic,
  };
}

/** The TLVs as the deploy agent reports them: type and value in hexadecimal. */
export function lldpTlvs(neighbour: LldpNeighbour): [number, string][] {
  const mac = neighbour.switchId.split(":").map((byte) => Number.parseInt(byte, 16));
  const text = (value: string) => [...Buffer.from(value)];
  const tlvs: [number, number[]][] = [
    [CHASSIS_ID, [SUBTYPE_MAC, ...mac]],
    [PORT_ID, [SUBTYPE_INTERFACE_NAME, ...text(neighbour.portId)]],
    [TTL, [0, 120]],
    [PORT_DESCRIPTION, text(`${neighbour.portId} of the lab`)],
    [SYSTEM_NAME, text(neighbour.switchName)],
    [ORGANISATION, [...PORT_VLAN_ID, neighbour.vlan >> 8, neighbour.vlan & 0xff]],
  ];
  return tlvs.map(([type, bytes]) => [type, Buffer.from(bytes).toString("hex")]);
}
