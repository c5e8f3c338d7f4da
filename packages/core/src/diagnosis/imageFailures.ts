import type { FailureRow } from "./failureRow.js";

/** Failures of images and of the disks that they are written to. */
export const IMAGE_FAILURES: readonly FailureRow[] = [
  {
    id: "image-missing",
    pattern: /missing are:.*instance_info\.image_source/is,
    failureClass: "config",
    cause: "the node does not say which image to write",
    remedy: "set `image`, then run again",
  },
  {
    id: "checksum-missing",
    pattern: /image_checksum.*must be provided|"image_checksum", or "image_os_hash_algo"/is,
    failureClass: "image",
    cause: "the image has no checksum",
    remedy: "set `checksum` of `image`",
  },
  {
    id: "ramdisk-missing",
    pattern: /missing are:.*(?:deploy_|rescue_|bootloader)|unable to find kernel/is,
    failureClass: "config",
    cause: "Ironic does not know the deploy ramdisk for this node",
    remedy: "set `ramdisk` of the route, or Ironic's own defaults for this architecture",
  },
  {
    id: "port-missing",
    pattern: /does not have any port associated/i,
    failureClass: "config",
    cause: "the node boots over the network, and Ironic does not know its MAC address",
    remedy: "set `bootMACAddress`",
  },
  {
    id: "image-no-length",
    pattern: /no Content-Length header/i,
    failureClass: "image",
    cause: "the image server does not say how long the image is",
    remedy: "serve the image as a plain file, without compression on the way",
  },
  {
    id: "image-forbidden",
    pattern: /(?:image href|download (?:of )?image).*(?:HTTP code|status(?: code)?) 40[137]\b/is,
    failureClass: "image",
    cause: "the image server wants a login for `image.url`, or refuses it",
    remedy: "fix `image.url`, or let the image be fetched without a login: Ironic and the ramdisk have none",
  },
  {
    id: "image-not-found",
    pattern: /(?:image href|download (?:of )?image).*(?:HTTP code|status(?: code)?) 4(?:0[02-69]|1\d)\b/is,
    failureClass: "image",
    cause: "the image server answers, and has nothing under `image.url`",
    remedy: "fix `image.url`",
  },
  {
    id: "image-certificate",
    pattern: /image.*(?:certificate.verify.failed|SSLError|SSLCertVerification)/is,
    failureClass: "image",
    cause: "the image server's certificate is not trusted",
    remedy:
      "serve the image with a certificate that Ironic and the ramdisk trust, or over HTTP: its checksum is checked",
  },
  {
    id: "image-name",
    pattern: /name or service not known|temporary failure in name resolution|NameResolutionError|failed to resolve/i,
    failureClass: "network",
    cause: "the image server's name is not known where the image is fetched; a ramdisk often has no DNS server",
    remedy: "use an IP address in the image's URL, or give the provisioning network a DNS server",
  },
  {
    id: "image-unreachable",
    pattern: /validation of image href/i,
    failureClass: "image",
    cause: "Ironic cannot reach the image",
    remedy: "check the image server and the URL of `image` from where Ironic runs",
  },
  {
    id: "checksum-mismatch",
    pattern: /image failed to verify against checksum|checksum is invalid or does not match|checksum mismatch/i,
    failureClass: "image",
    cause:
      "what was downloaded is not what the checksum says: the image was published again, or the checksum is that of another file",
    remedy: "compute the checksum of the file that the URL serves and set `checksum` of `image`",
  },
  {
    id: "checksum-file",
    pattern: /(?:invalid|empty|remote) checksum file|checksum file (?:empty|does not contain)/i,
    failureClass: "image",
    cause: "the checksum is a URL, and the file behind it does not list this image",
    remedy: "write the checksum itself: `sha256:…`",
  },
  {
    id: "checksum-algorithm",
    pattern: /with available checksums|algorithm could not be identified|MD5 support is disabled/i,
    failureClass: "image",
    cause: "the ramdisk does not accept the checksum's algorithm",
    remedy: "use sha256 or sha512",
  },
  {
    id: "disk-full",
    pattern: /no space left on device|partition is too small|write beyond the end|too large for/i,
    failureClass: "image",
    cause: "the image does not fit on the chosen disk, or the ramdisk's memory is full",
    remedy: "choose a larger root disk, or use a raw image, which is not kept in memory",
  },
  {
    id: "image-download",
    pattern: /download of image .* failed|failed to download image|could not download image/is,
    failureClass: "image",
    cause: "the ramdisk could not fetch the image",
    remedy: "check that the provisioning network reaches the image server, its proxies and certificates",
  },
  {
    id: "qemu-img-old",
    pattern: /qemu-img: (?:invalid|unrecognized) option/i,
    failureClass: "image",
    cause: "the ramdisk's qemu-img is too old for this Ironic",
    remedy: "use a current ramdisk, or a raw image",
  },
  {
    id: "image-format",
    pattern:
      /\bsecurity: |image is not valid for use|parsing of the image failed|does not match (?:detected|expected) format/i,
    failureClass: "image",
    cause: "the image is not of the format that was said, or of one that is not safe",
    remedy: "set `format` of `image` to what `qemu-img info` says, or convert the image",
  },
  {
    id: "image-write",
    pattern: /writing image to device \S+ failed|unable to write image to/i,
    failureClass: "hardware",
    cause: "writing the image to the disk failed",
    remedy: "look at the disk's health and the ramdisk's logs",
  },
  {
    id: "no-root-disk",
    pattern: /no suitable device was found/i,
    failureClass: "config",
    cause: "the ramdisk sees no disk that the hints name",
    remedy: "inspect the host again and choose the disk again; a RAID controller may need its driver in the ramdisk",
  },
  {
    id: "bad-hints",
    pattern: /failed to validate the root device hints|root device hints.*failed to validate/is,
    failureClass: "config",
    cause: "Ironic does not understand the root device hints",
    remedy: "correct `rootDeviceHints`",
  },
  {
    id: "no-partitions",
    pattern: /no partitions found on the device|unable to find a valid partition table/i,
    failureClass: "image",
    cause: "the image has no partition table: damaged, of one partition only, or made for another sector size",
    remedy: "use an image of a whole disk, made for the disk's sector size",
  },
  {
    id: "bootloader",
    pattern:
      /failed to install a bootloader|installing GRUB2|no EFI (?:partition|bootloader)|legacy BIOS bootloaders disabled/i,
    failureClass: "image",
    cause: "the image does not boot in the host's boot mode, or the firmware's boot entries are full",
    remedy: "use an image made for `bootMode`; for UEFI it needs an EFI partition",
  },
  {
    id: "config-drive",
    pattern:
      /config ?drive (?:size|in the database)|prepare the configdrive|cannot attach (?:a )?config ?drive|isoimage/i,
    failureClass: "config",
    cause: "the config drive is too large, or Ironic lacks the tool that makes it",
    remedy: "make `userData` smaller; Ironic needs genisoimage, mkisofs or xorriso",
  },
  {
    id: "memory",
    pattern:
      /memory size is too small|available memory at .* insufficient|doesn't have enough (?:free )?(?:disk )?space/is,
    failureClass: "hardware",
    cause: "the image does not fit into memory, or Ironic's cache is full",
    remedy: "use a raw image, which goes to the disk directly, or make room on Ironic's disk",
  },
];
