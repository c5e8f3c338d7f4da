import type { FailureRow } from "./failureRow.js";

/** Failures of images and of the disks that they are written to. */
export const IMAGE_FAILURES: readonly FailureRow[] = [
  {
    id: "image-missing",
    said: "Missing are: ['instance_info.image_source']",
    pattern: /missing are:.*instance_info\.image_source/is,
    failureClass: "config",
    cause: "the node does not say which image to write",
    remedy: "set `image`, then run again",
  },
  {
    id: "checksum-missing",
    said: '"image_checksum" … must be provided',
    pattern: /image_checksum.*must be provided|"image_checksum", or "image_os_hash_algo"/is,
    failureClass: "image",
    cause: "the image has no checksum",
    remedy: "set `checksum` of `image`",
  },
  {
    id: "ramdisk-missing",
    said: "Missing are: ['deploy_kernel', 'deploy_ramdisk']",
    pattern: /missing are:.*(?:deploy_|rescue_|bootloader)|unable to find kernel/is,
    failureClass: "config",
    cause: "Ironic does not know the deploy ramdisk for this node",
    remedy: "set `ramdisk` of the route, or Ironic's own defaults for this architecture",
  },
  {
    id: "port-missing",
    said: "does not have any port associated with it",
    pattern: /does not have any port associated/i,
    failureClass: "config",
    cause: "the node boots over the network, and Ironic does not know its MAC address",
    remedy: "set `bootMACAddress`",
  },
  {
    id: "image-no-length",
    said: "no Content-Length header",
    pattern: /no Content-Length header/i,
    failureClass: "image",
    cause: "the image server does not say how long the image is",
    remedy: "serve the image as a plain file, without compression on the way",
  },
  {
    id: "image-forbidden",
    said: "Validation of image href … HTTP code 403",
    pattern: /(?:image href|download (?:of )?image).*(?:HTTP code|status(?: code)?) 40[137]\b/is,
    failureClass: "image",
    cause: "the image server wants a login for `image.url`, or refuses it",
    remedy: "fix `image.url`, or let the image be fetched without a login: Ironic and the ramdisk have none",
  },
  {
    id: "image-not-found",
    said: "Validation of image href … HTTP code 404",
    pattern: /(?:image href|download (?:of )?image).*(?:HTTP code|status(?: code)?) 4(?:0[02-69]|1\d)\b/is,
    failureClass: "image",
    cause: "the image server answers, and has nothing under `image.url`",
    remedy: "fix `image.url`",
  },
  {
    id: "image-certificate",
    said: "Validation of image href … certificate verify failed",
    pattern: /image.*(?:certificate.verify.failed|SSLError|SSLCertVerification)/is,
    failureClass: "image",
    cause: "the image server's certificate is not trusted",
    remedy:
      "serve the image with a certificate that Ironic and the ramdisk trust, or over HTTP: its checksum is checked",
  },
  {
    id: "ramdisk-dns",
    said: "Download of image … failed: Temporary failure in name resolution",
    pattern:
      /(?:(?:deploy|clean|service) step \S+ failed|download of image).*(?:name or service not known|name resolution|NameResolutionError|failed to resolve|could not resolve)/is,
    failureClass: "network",
    cause: "the ramdisk's DNS leads nowhere: DHCP names no DNS server, or one that does not know the image server",
    remedy:
      "set `DNS_IP` in the ConfigMap (`settings.DNS_IP` of the stack) or DNS in `networkData`, or use an IP address in `image.url`",
  },
  {
    id: "image-name",
    said: "Validation of image href … Name or service not known",
    pattern:
      /name or service not known|temporary failure in name resolution|NameResolutionError|failed to resolve|could not resolve host/i,
    failureClass: "network",
    cause: "the image server's name is not known where Ironic runs; on the node's network it asks the node's DNS",
    remedy:
      "use an IP address in `image.url`; for a Service set `dnsPolicy: ClusterFirstWithHostNet` on Ironic's pod and write the whole name",
  },
  {
    id: "image-unreachable",
    said: "Validation of image href … Connection refused",
    pattern: /validation of image href/i,
    failureClass: "image",
    cause: "Ironic cannot reach the image",
    remedy: "check the image server and the URL of `image` from where Ironic runs",
  },
  {
    id: "checksum-mismatch",
    said: "Image failed to verify against checksum",
    pattern: /image failed to verify against checksum|checksum is invalid or does not match|checksum mismatch/i,
    failureClass: "image",
    cause:
      "what was downloaded is not what the checksum says: the image was published again, or the checksum is that of another file",
    remedy: "compute the checksum of the file that the URL serves and set `checksum` of `image`",
  },
  {
    id: "checksum-file",
    said: "Checksum file does not contain name",
    pattern: /(?:invalid|empty|remote) checksum file|checksum file (?:empty|does not contain)/i,
    failureClass: "image",
    cause: "the checksum is a URL, and the file behind it does not list this image",
    remedy: "write the checksum itself: `sha256:…`",
  },
  {
    id: "checksum-algorithm",
    said: "MD5 support is disabled",
    pattern: /with available checksums|algorithm could not be identified|MD5 support is disabled/i,
    failureClass: "image",
    cause: "the ramdisk does not accept the checksum's algorithm",
    remedy: "use sha256 or sha512",
  },
  {
    id: "disk-full",
    said: "No space left on device",
    pattern: /no space left on device|partition is too small|write beyond the end|too large for/i,
    failureClass: "image",
    cause: "the image does not fit on the chosen disk, or the ramdisk's memory is full",
    remedy: "choose a larger root disk, or use a raw image, which is not kept in memory",
  },
  {
    id: "image-download",
    said: "Download of image … failed",
    pattern: /download of image .* failed|failed to download image|could not download image/is,
    failureClass: "image",
    cause: "the ramdisk could not fetch the image",
    remedy: "check that the provisioning network reaches the image server, its proxies and certificates",
  },
  {
    id: "qemu-img-old",
    said: "convert: invalid option -- 'W'",
    pattern: /(?:qemu-img|convert): (?:\w+: )?(?:invalid|unrecognized) option/i,
    failureClass: "image",
    cause: "the ramdisk's qemu-img is too old for this Ironic",
    remedy:
      "use a current ramdisk (`ramdisk` of the route; `IPA_BASEURI`, `IPA_BRANCH` in the ConfigMap), or a raw image in `image.url`",
  },
  {
    id: "image-format",
    said: "Security: … image …",
    pattern:
      /\bsecurity: |image is not valid for use|parsing of the image failed|does not match (?:detected|expected) format/i,
    failureClass: "image",
    cause: "the image is not of the format that was said, or of one that is not safe",
    remedy: "set `format` of `image` to what `qemu-img info` says, or convert the image",
  },
  {
    id: "image-write",
    said: "Writing image to device … failed",
    pattern: /writing image to device \S+ failed|unable to write image to/i,
    failureClass: "hardware",
    cause: "writing the image to the disk failed",
    remedy: "look at the disk's health and the ramdisk's logs",
  },
  {
    id: "no-disks",
    said: "No suitable device was found for deployment … hints were not provided",
    pattern:
      /no suitable device was found.*(?:hints were not provided|using these hints (?:\{\}|None))|no (?:block devices|disks) (?:were |was )?(?:found|detected)/is,
    failureClass: "hardware",
    cause:
      "the ramdisk sees no disk at all: it lacks the driver of the disk controller, or the controller hides its disks",
    remedy:
      "use a ramdisk with the driver (`ramdisk` of the route; `DEPLOY_KERNEL_URL`, `DEPLOY_RAMDISK_URL` in the ConfigMap), or make the controller show its disks",
  },
  {
    id: "no-root-disk",
    said: "No suitable device was found for deployment using these hints",
    pattern: /no suitable device was found/i,
    failureClass: "config",
    cause: "the ramdisk sees no disk that the hints name: it was exchanged, or the controller's driver is missing",
    remedy:
      "inspect again and correct `rootDisk` or `rootDeviceHints`; where the disk is in its place, use a `ramdisk` with the driver",
  },
  {
    id: "bad-hints",
    said: "Failed to validate the root device hints",
    pattern: /failed to validate the root device hints|root device hints.*failed to validate/is,
    failureClass: "config",
    cause: "Ironic does not understand the root device hints",
    remedy: "correct `rootDeviceHints`",
  },
  {
    id: "no-partitions",
    said: "No partitions found on the device",
    pattern: /no partitions found on the device|unable to find a valid partition table/i,
    failureClass: "image",
    cause: "the image has no partition table: damaged, of one partition only, or made for another sector size",
    remedy: "use an image of a whole disk, made for the disk's sector size",
  },
  {
    id: "bootloader",
    said: "Failed to install a bootloader",
    pattern:
      /failed to install a bootloader|installing GRUB2|no EFI (?:partition|bootloader)|legacy BIOS bootloaders disabled/i,
    failureClass: "image",
    cause: "the image does not boot in the host's boot mode, or the firmware's boot entries are full",
    remedy: "use an image made for `bootMode`; for UEFI it needs an EFI partition",
  },
  {
    id: "config-drive",
    said: "Failed to prepare the configdrive",
    pattern:
      /config ?drive (?:size|in the database)|prepare the configdrive|cannot attach (?:a )?config ?drive|isoimage/i,
    failureClass: "config",
    cause: "the config drive is too large, or Ironic lacks the tool that makes it",
    remedy: "make `userData` smaller; Ironic needs genisoimage, mkisofs or xorriso",
  },
  {
    id: "memory",
    said: "Memory size is too small",
    pattern:
      /memory size is too small|available memory at .* insufficient|doesn't have enough (?:free )?(?:disk )?space/is,
    failureClass: "hardware",
    cause: "the image does not fit into memory, or Ironic's cache is full",
    remedy: "use a raw image, which goes to the disk directly, or make room on Ironic's disk",
  },
];
