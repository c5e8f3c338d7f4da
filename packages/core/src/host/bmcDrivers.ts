/**
 * How a BMC starts the deploy ramdisk: over the network (PXE, iPXE), from an ISO that it mounts, or from a URL that UEFI
 * fetches.
 */
export type BootMethod = "network" | "virtual-media" | "uefi-http";

/** What a scheme of a BMC address stands for in Ironic. An interface that is absent takes the server's default. */
export interface BmcDriver {
  /** The protocol that the BMC speaks. */
  readonly family: "ipmi" | "redfish";
  /** Ironic's hardware type. */
  readonly driver: "ipmi" | "redfish" | "idrac";
  /** Ironic's interfaces of the node, as baremetal-operator sets them for this scheme. */
  readonly interfaces: {
    /** `boot_interface`. */
    readonly boot: string;
    /** `bios_interface`. */
    readonly bios?: string | undefined;
    /** `firmware_interface`. */
    readonly firmware?: string | undefined;
    /** `management_interface`. */
    readonly management?: string | undefined;
    /** `power_interface`. */
    readonly power?: string | undefined;
    /** `raid_interface`. */
    readonly raid: string;
    /** `vendor_interface`. */
    readonly vendor?: string | undefined;
  };
  /** Ironic's inspect interface for out-of-band (`fast`) inspection; absent where the BMC cannot. */
  readonly outOfBandInspect?: string | undefined;
  /** How the BMC starts the deploy ramdisk. */
  readonly boots: BootMethod;
  /** Ironic knows the booting host by its MAC, so the host must name it. */
  readonly needsBootMAC: boolean;
  /** Whether Ironic can switch UEFI Secure Boot over this driver. */
  readonly secureBoot: boolean;
  /** By transport: UDP for IPMI, which has no TLS; TCP for Redfish. */
  readonly defaultPorts: { readonly plain: number; readonly tls?: number | undefined };
}

const REDFISH_PORTS: BmcDriver["defaultPorts"] = { plain: 80, tls: 443 };

const IPMI: BmcDriver = {
  family: "ipmi",
  driver: "ipmi",
  interfaces: { boot: "ipxe", raid: "no-raid" },
  boots: "network",
  needsBootMAC: true,
  secureBoot: false,
  defaultPorts: { plain: 623 },
};

const REDFISH: BmcDriver = {
  family: "redfish",
  driver: "redfish",
  interfaces: { boot: "ipxe", firmware: "redfish", raid: "redfish" },
  outOfBandInspect: "redfish",
  boots: "network",
  needsBootMAC: true,
  secureBoot: true,
  defaultPorts: REDFISH_PORTS,
};

const VIRTUAL_MEDIA: BmcDriver = {
  ...REDFISH,
  interfaces: { ...REDFISH.interfaces, boot: "redfish-virtual-media" },
  boots: "virtual-media",
  needsBootMAC: false,
};

const IDRAC: BmcDriver = {
  ...REDFISH,
  driver: "idrac",
  interfaces: {
    boot: "ipxe",
    bios: "idrac-redfish",
    firmware: "redfish",
    management: "idrac-redfish",
    power: "idrac-redfish",
    raid: "idrac-redfish",
    vendor: "idrac-redfish",
  },
};

/** Schemes of IPMI; `libvirt` is that of emulated hosts. */
export type IpmiScheme = "ipmi" | "libvirt";

/** Schemes of the redfish family: the driver, and how the deploy ramdisk is booted. */
export type RedfishScheme =
  | "redfish"
  | "redfish-virtualmedia"
  | "redfish-uefihttp"
  | "idrac-redfish"
  | "idrac-virtualmedia"
  | "ilo5-redfish"
  | "ilo5-virtualmedia";

/** A scheme without its transport. */
export type BmcScheme = IpmiScheme | RedfishScheme;

/** Every scheme of Metal3's BMC address grammar. Those of the redfish family also take `+http` and `+https`. */
const BMC_DRIVERS: Readonly<Record<BmcScheme, BmcDriver>> = {
  ipmi: IPMI,
  libvirt: IPMI,
  redfish: REDFISH,
  "redfish-virtualmedia": VIRTUAL_MEDIA,
  "redfish-uefihttp": {
    ...REDFISH,
    interfaces: { ...REDFISH.interfaces, boot: "redfish-https" },
    boots: "uefi-http",
    needsBootMAC: false,
  },
  "idrac-redfish": IDRAC,
  "idrac-virtualmedia": {
    ...IDRAC,
    interfaces: { ...IDRAC.interfaces, boot: "idrac-redfish-virtual-media" },
    boots: "virtual-media",
    needsBootMAC: false,
  },
  "ilo5-redfish": REDFISH,
  "ilo5-virtualmedia": VIRTUAL_MEDIA,
};

/** All of {@link BmcScheme}, in the order of the table. */
export const BMC_SCHEMES: readonly BmcScheme[] = Object.keys(BMC_DRIVERS) as BmcScheme[];

/** Schemes that people write and that no longer exist, or never did, with what to write instead. */
export const OTHER_SCHEMES: Readonly<Record<string, string>> = {
  http: "write `redfish+http://…`; plain HTTP must be asked for by name",
  https: "write `redfish://…`, which uses HTTPS",
  idrac: "Ironic dropped WS-Man: write `idrac-redfish://…` or `idrac-virtualmedia://…`",
  ilo4: "Metal3 dropped iLO 4: write `ipmi://…`",
  "ilo4-virtualmedia": "Metal3 dropped iLO 4: write `ipmi://…`",
  ilo5: "write `ilo5-redfish://…` or `ilo5-virtualmedia://…`",
  irmc: "Metal3 dropped iRMC: write `redfish://…`",
  ibmc: "Metal3 dropped iBMC: write `redfish://…`",
};

/** The driver of a scheme. */
export function bmcDriver(scheme: BmcScheme): BmcDriver {
  return BMC_DRIVERS[scheme];
}
