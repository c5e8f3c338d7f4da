import { join } from "node:path";

export interface IronicConfigInput {
  /** Ironic's folder; its files and folders lie in it. */
  readonly folder: string;
  readonly log: string;
  readonly apiPort: number;
  /** URL under which `http` below the folder is served. */
  readonly httpUrl: string;
  readonly auth: "http_basic" | "noauth";
  readonly passwordFile: string;
  readonly ipmi: boolean;
  readonly kernelUrl: string;
  readonly initramfsUrl: string;
  readonly timeouts: IronicTimeouts;
}

/** How long Ironic waits for the ramdisk, seconds. */
export interface IronicTimeouts {
  /** From boot to the first heartbeat, and between steps, of an install. Default 1800. */
  readonly deploySeconds?: number | undefined;
  /** The same of cleaning. Default 1800. */
  readonly cleanSeconds?: number | undefined;
  /** From boot to the inventory, of an inspection. Default 1800. */
  readonly inspectSeconds?: number | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 1800;

type Options = Readonly<Record<string, string | number | boolean>>;

/** Folders that Ironic expects below its own. */
export const IRONIC_FOLDERS: readonly string[] = ["tmp", "http", "master", "images", "tftp"];

/**
 * The configuration of the lab's Ironic: everything in one process on loopback, fast polling, and automated cleaning
 * on, as Metal3 has it, so that whoever must not clean has to say so for each node.
 */
export function ironicConfig(input: IronicConfigInput): string {
  const { folder, apiPort } = input;
  return fileOf({
    DEFAULT: {
      auth_strategy: input.auth,
      http_basic_auth_user_file: input.passwordFile,
      rpc_transport: "none",
      host: "127.0.0.1",
      my_ip: "127.0.0.1",
      debug: false,
      ...interfaces(input.ipmi),
      tempdir: join(folder, "tmp"),
      state_path: folder,
      log_file: input.log,
    },
    oslo_concurrency: { lock_path: join(folder, "tmp") },
    // A heartbeat that comes while the node is locked is dropped; agents must beat again soon.
    api: { host_ip: "127.0.0.1", port: apiPort, ramdisk_heartbeat_timeout: 30 },
    // With many hosts on a busy machine a write waits for others longer than SQLite's own five seconds.
    database: {
      connection: `sqlite:///${join(folder, "ironic.sqlite")}?timeout=60`,
      sqlite_synchronous: false,
      sqlite_max_wait_for_retry: 60,
    },
    conductor: conductor(input),
    deploy: {
      http_root: join(folder, "http"),
      http_url: input.httpUrl,
      erase_devices_priority: 0,
      erase_devices_metadata_priority: 10,
      default_boot_mode: "uefi",
      ramdisk_image_download_source: "http",
    },
    dhcp: { dhcp_provider: "none" },
    agent: {
      require_tls: false,
      deploy_logs_collect: "never",
      image_download_source: "http",
      post_deploy_get_power_state_retries: 5,
      post_deploy_get_power_state_retry_interval: 1,
      command_wait_interval: 1,
      max_command_attempts: 3,
      command_timeout: 10,
    },
    redfish: { use_swift: false, connection_attempts: 2, connection_retry_interval: 1 },
    ipmi: { min_command_interval: 1, command_retry_timeout: 5, use_ipmitool_retries: false },
    pxe: {
      tftp_root: join(folder, "tftp"),
      tftp_master_path: join(folder, "tftp", "master"),
      images_path: join(folder, "images"),
      instance_master_path: join(folder, "master"),
    },
    service_catalog: { endpoint_override: `http://127.0.0.1:${apiPort}` },
    oslo_messaging_notifications: { driver: "noop" },
    nova: { send_power_notifications: false },
    inventory: { data_backend: "database" },
    inspector: {
      require_managed_boot: false,
      add_ports: "all",
      keep_ports: "present",
      hooks: "$default_hooks,parse-lldp",
    },
  });
}

/** What nodes may be driven with. */
function interfaces(ipmi: boolean): Options {
  const withIpmi = (list: string) => (ipmi ? `${list},ipmitool` : list);
  return {
    enabled_hardware_types: ipmi ? "redfish,ipmi,fake-hardware" : "redfish,fake-hardware",
    enabled_power_interfaces: withIpmi("redfish,fake"),
    enabled_management_interfaces: withIpmi("redfish,fake,noop"),
    enabled_boot_interfaces: "redfish-virtual-media,redfish-https,ipxe,fake",
    enabled_deploy_interfaces: "direct,ramdisk,custom-agent,fake",
    default_deploy_interface: "direct",
    enabled_inspect_interfaces: "agent,redfish,no-inspect,fake",
    default_inspect_interface: "agent",
    enabled_network_interfaces: "noop",
    default_network_interface: "noop",
    enabled_raid_interfaces: "redfish,agent,no-raid,fake",
    // Reading all BIOS settings and firmware versions at each step takes seconds; nodes that want it say so.
    enabled_bios_interfaces: "redfish,no-bios,fake",
    default_bios_interface: "no-bios",
    enabled_firmware_interfaces: "redfish,no-firmware,fake",
    default_firmware_interface: "no-firmware",
    enabled_vendor_interfaces: withIpmi("redfish,no-vendor,fake"),
    enabled_rescue_interfaces: "agent,no-rescue,fake",
    enabled_console_interfaces: "no-console,fake",
    enabled_storage_interfaces: "noop,fake",
  };
}

function conductor({ timeouts, kernelUrl, initramfsUrl }: IronicConfigInput): Options {
  return {
    automated_clean: true,
    sync_power_state_interval: -1,
    heartbeat_interval: 5,
    heartbeat_timeout: 30,
    check_provision_state_interval: 5,
    deploy_callback_timeout: timeouts.deploySeconds ?? DEFAULT_TIMEOUT_SECONDS,
    clean_callback_timeout: timeouts.cleanSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    inspect_wait_timeout: timeouts.inspectSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    send_sensor_data: false,
    soft_power_off_timeout: 5,
    deploy_kernel: kernelUrl,
    deploy_ramdisk: initramfsUrl,
    rescue_kernel: kernelUrl,
    rescue_ramdisk: initramfsUrl,
  };
}

function fileOf(sections: Readonly<Record<string, Options>>): string {
  return Object.entries(sections)
    .map(([name, options]) => {
      const lines = Object.entries(options).map(([option, value]) => `${option} = ${value}`);
      return `[${name}]\n${lines.join("\n")}\n`;
    })
    .join("\n");
}
