/** A server's message and the rule of ours that stands for it; `*` is `host` or `claim`, by kind. */
const WEBHOOK: readonly (readonly [RegExp, string])[] = [
  [/^failed to parse BMC address information/, "host-bmc-address-unreadable"],
  [/^Unknown BMC type '/, "host-bmc-scheme-unknown"],
  [/^BMC driver \S+ does not support configuring RAID/, "host-raid-unsupported"],
  [/^firmware settings for \S+ are not supported/, "host-firmware-unsupported"],
  [/^BMC driver \S+ requires a BootMACAddress/, "host-boot-mac-required"],
  [/^address .*: invalid MAC address/, "host-boot-mac-invalid"],
  [/^BMC driver \S+ does not support secure boot/, "host-secure-boot-unsupported"],
  [/^BMC driver \S+ does not support fast/, "host-fast-inspection-unsupported"],
  [/^BareMetalHost resource name cannot be a UUID/, "host-name-is-uuid"],
  [/ is forbidden: userData: cross-namespace/, "host-user-data-namespace"],
  [/ is forbidden: networkData: cross-namespace/, "host-network-data-namespace"],
  [/ is forbidden: metaData: cross-namespace/, "host-meta-data-namespace"],
  [/^hardwareRAIDVolumes and softwareRAIDVolumes can not/, "host-raid-both-kinds"],
  [/^'physicalDisks' specified without 'controller'/, "host-raid-disks-without-controller"],
  [/^the 'numberOfPhysicalDisks'/, "host-raid-disk-count"],
  [/^softwareRAIDVolumes\[\*\]\.rootVolume can only be set once/, "host-raid-root-volume-twice"],
  [/^softwareRAIDVolumes\[\*\]\.rootVolume and rootDeviceHints/, "host-raid-root-volume-and-hints"],
  [/^softwareRAIDVolumes\[\d+\] with rootVolume set/, "host-raid-root-volume-level"],
  [/^device name of root device hint must be a \/dev\/ path/, "host-hint-device-name-not-dev"],
  [/^device name of root device hint must be path in/, "host-hint-device-name-folder"],
  [/^node can't simultaneously have online/, "host-power-off-contradiction"],
  [/^networkInterfaces\[\d+\]: must specify/, "host-interface-unnamed"],
  [/^networkInterfaces\[\d+\]: name and macAddress/, "host-interface-named-twice"],
  [/^networkInterfaces\[\d+\]: duplicate/, "host-interface-duplicate"],
  [/^image URL .* is invalid/, "*-image-url"],
  [/^checksum is required/, "*-image-checksum-required"],
  [/^spec\.image\.checksum must be empty/, "*-image-oci-checksum"],
  [/^error decoding status annotation/, "host-status-annotation-unreadable"],
  [/^invalid operationalStatus/, "host-status-annotation-operational-status"],
  [/^invalid errorType/, "host-status-annotation-error-type"],
  [/^failed to unmarshal the data from the reboot/, "*-reboot-annotation-unreadable"],
  [/^invalid mode in the reboot/, "*-reboot-annotation-mode"],
  [/^invalid value for the inspect/, "host-inspect-annotation-value"],
  [/^when hardware details are provided/, "host-hardware-annotation-needs-no-inspection"],
  [/^error decoding the inspect\.metal3\.io\/hardwaredetails/, "host-hardware-annotation-unreadable"],
  [/^inspect\.metal3\.io annotation and inspectionMode/, "host-inspection-contradiction"],
  [/^BMC address can not be changed once/, "host-bmc-address-immutable"],
  [/^BMC address can not be changed if/, "host-bmc-address-in-use"],
  [/^bootMACAddress can not be changed/, "host-boot-mac-immutable"],
  [/^externallyProvisioned can not be changed$/, "host-externally-provisioned-immutable"],
  [/^externallyProvisioned can not be changed from true/, "host-externally-provisioned-off"],
  [/^externallyProvisioned can only be enabled/, "host-externally-provisioned-on"],
  [/^hostName cannot be empty/i, "subscription-host-name-required"],
  [/^httpHeadersRef secret must be/, "subscription-headers-namespace"],
  [/^destination cannot be empty/i, "subscription-destination-required"],
  [/^(?:destination is invalid|Destination is an invalid URL)/, "subscription-destination-invalid"],
  [/^hostname-only destination/i, "subscription-destination-path"],
  [/^subscriptions cannot be updated/, "subscription-immutable"],
  [/^URL ".*" is invalid/, "data-image-url"],
  [/^invalid URL ".*" in FirmwareUpdate/, "firmware-component-url"],
  [/^allowedVLANs cannot be specified/, "attachment-access-vlans"],
  [/^allowedVLANs\[\d+\]/, "attachment-vlan"],
  [/^HostNetworkAttachment spec is immutable while referenced/, "attachment-in-use"],
  [/ is forbidden: cannot delete attachment while referenced/, "attachment-in-use"],
  [/^matchExpr \d+: (?:exactly one|At least one|values not authorized)/, "claim-selector-values"],
  [/^matchExpr \d+: invalid operation/, "claim-selector-operator"],
  [/: a valid label must be an empty string/, "claim-label-value"],
  [/: (?:name part|prefix part|a valid label key) must /, "claim-label-key"],
];

const STRUCTURAL: readonly (readonly [RegExp, string])[] = [
  [/^metadata\.name: /, "metadata-name"],
  [/: Required value/, "field-required"],
  [/ in body must be of type /, "value-type"],
  [/: Unsupported value: /, "value-enum"],
  [/ in body should match /, "value-pattern"],
  [/ in body should be greater than or equal to /, "value-minimum"],
  [/ in body should be less than or equal to /, "value-maximum"],
  [/: Too many: /, "value-max-items"],
];

const STRICT: readonly (readonly [RegExp, string])[] = [[/strict decoding error: unknown field "/, "field-unknown"]];

const WARNINGS: readonly (readonly [RegExp, string])[] = [
  [/This attachment is referenced by: /, "attachment-referenced-by"],
];

/** Ids of the rules of ours that a message stands for. */
export function rulesOfMessage(
  message: string,
  kind: string,
  layer: "strict-decoding" | "schema" | "webhook",
): ReadonlySet<string> {
  if (layer === "webhook") {
    const prefix = kind === "HostClaim" ? "claim" : "host";
    return new Set(split(message, WEBHOOK).map((id) => id.replace("*", prefix)));
  }
  if (layer === "strict-decoding") {
    return new Set([ruleOf(message, STRICT)]);
  }
  return new Set(split(message.replace(/^.*? is invalid: /, ""), STRUCTURAL));
}

/** Ids of the rules behind the warnings of an answer. */
export function warningRules(warnings: readonly string[]): string[] {
  return [...new Set(warnings.map((warning) => ruleOf(warning, WARNINGS)))].sort();
}

/** The parts of `[a, b]`. A part may hold a comma itself: what fits no rule belongs to the part before it. */
function split(message: string, table: readonly (readonly [RegExp, string])[]): string[] {
  const joined = /^\[(.*)\]$/s.exec(message)?.[1];
  if (joined === undefined) {
    return [ruleOf(message, table)];
  }
  const ids = joined.split(", ").flatMap((piece) => find(piece, table) ?? []);
  if (ids.length === 0) {
    throw new Error(`no rule of ours for the server's message: ${message}`);
  }
  return ids;
}

function ruleOf(message: string, table: readonly (readonly [RegExp, string])[]): string {
  const id = find(message, table);
  if (id === undefined) {
    throw new Error(`no rule of ours for the server's message: ${message}`);
  }
  return id;
}

function find(message: string, table: readonly (readonly [RegExp, string])[]): string | undefined {
  return table.find(([pattern]) => pattern.test(message))?.[1];
}
