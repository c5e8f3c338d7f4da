import { codesOf, type ErrorCode } from "./errorCode.js";
import { TOOL_CODES } from "./toolCodes.js";

const INPUT_CODES = codesOf("input", "ValidationError", {
  INVALID_INPUT: [
    "config",
    "one or more inputs are wrong; the message lists all of them by resource and field, with the remedy; nothing was sent",
    "correct each line",
  ],
  DISK_CHOICE: [
    "config",
    "`rootDisk` or the hints match no disk, or several; the message lists the disks",
    "name one by serial or WWN",
  ],
  REFUSED: [
    "config",
    "what was asked for does not fit the endpoint, the node, or what is installed there; nothing was touched",
    "what the message names",
  ],
  REINSTALL_REFUSED: [
    "config",
    "a change needs an install, which would erase the disks that the message names, and nothing allows it",
    "take the change back, or write `reinstall.allow`, or a new `rebuild`",
  ],
  BLAST_RADIUS: [
    "config",
    "the run would destroy something on more hosts than `ironworks:maxDestructive` (default 1) allows; the message lists hosts, disks and reasons; nothing was begun on those that are refused",
    "if all of it is meant, set the limit as the message says",
  ],
  HOST_CHANGE_REFUSED: ["config", "a machine was given another host", "declare another machine there"],
  CREDENTIALS_INCOMPLETE: [
    "config",
    "an endpoint has a user name and no password, or the other way round",
    "set the other with the command that the message names",
  ],
  STATE_TOO_NEW: ["config", "a later version of the package wrote the stack's state", "update the package"],
  PEER_MISSING: ["config", "an optional package is not installed", "install it"],
  UNKNOWN_KIND: ["config", "a release has no such kind", "choose another release"],
});

const OPERATION_CODES = codesOf("operation", "OperationError", {
  OPERATION_CONFIG: [
    "config",
    "an input or the endpoint's configuration is wrong; repeating does not help",
    "correct what the message names",
  ],
  OPERATION_CREDENTIAL: [
    "credential",
    "a BMC or the endpoint refuses the credentials",
    "correct them; the host is enrolled already and continues",
  ],
  OPERATION_NETWORK: [
    "network",
    "something cannot be reached",
    "check address, route, firewall; run `ironworks doctor`",
  ],
  OPERATION_HARDWARE: ["hardware", "the server or its BMC failed", "look at the server"],
  OPERATION_IMAGE: ["image", "an image cannot be fetched or its checksum differs", "correct URL or checksum"],
  OPERATION_TIMEOUT: [
    "timeout",
    "waiting stopped; the server goes on",
    "run again: it goes on from there; or raise `timeouts`",
  ],
  OPERATION_TRANSIENT: ["transient", "may pass by itself", "run again"],
  OPERATION_CANCELLED: ["cancelled", "the run was cancelled", "run again"],
  OPERATION_OWNERSHIP: [
    "ownership",
    "the server or its system belongs to somebody else; nothing was touched",
    "ask whom the message names",
  ],
  OPERATION_UNKNOWN: [
    "unknown",
    "Ironic gave a reason that the catalogue does not know, or none",
    "read the reason, then the node's history",
  ],
  NOT_OURS: [
    "ownership",
    "another stack, another resource, another run or the operator has the host; nothing was touched",
    "the message says which, and what works: an alias, a destroy there, `pulumi state delete`",
  ],
  OWNER_AMBIGUOUS: [
    "ownership",
    "a run that the state knows nothing of holds the server under this stack's name, which another stack may have too",
    "set `ironworks:owner`: to the same name if it is this stack's, to another if it is not",
  ],
  NODE_LOST: [
    "ownership",
    "the endpoint does not know the node any more; nothing was installed anew",
    "see whether Ironic's database was restored or replaced",
  ],
  HOST_POWERED_ON: [
    "ownership",
    "the server is on and nothing shows that it is ours",
    "power it off by hand, or set `takeover: true`",
  ],
  BOOT_MAC_MISMATCH: [
    "config",
    "the server behind the BMC has no NIC with `bootMACAddress`: probably another server",
    "correct one of the two",
  ],
  BMC_MISMATCH: [
    "config",
    "`bmc.address` changed, and another server is there: neither was touched",
    "put the old address back; a replacement is a host of its own",
  ],
  BMC_UNPROVED: [
    "config",
    "`bmc.address` changed, and the BMC tells nothing that could be compared",
    "put it back, or write the old one as `bmc.previousAddress`",
  ],
  ADOPT_MISMATCH: [
    "config",
    "the server is not the one that `adopt` names; nothing was touched",
    "correct `adopt`, or `bmc.address`",
  ],
  ADOPT_UNPROVED: [
    "config",
    "neither Ironic nor the BMC tells what `adopt` names",
    "look at the server; then write `adopt: { unverified: true }`",
  ],
  HOST_AS_FOUND: [
    "ownership",
    "the host was enrolled as it was found, so what is on its disks is not known, and nothing is installed over it",
    "bring back the machine that is on it; or remove the host's node and declare it again",
  ],
  SERVER_ENROLLED: [
    "ownership",
    "another node has a NIC of this server: it is enrolled already, by another name of its BMC",
    "keep one of the two",
  ],
  HOST_IN_USE: [
    "ownership",
    "a host with a machine is not removed, shut down or booted into the ramdisk; nothing was touched",
    "deprovision the machine first, or detach",
  ],
  HARDWARE_UNEXPECTED: [
    "config",
    "the server is another than `expect` says; the message lists both values by field; nothing was written",
    "correct `expect` or the server; a new value of `inspect` looks at it again",
  ],
});

const ENDPOINT_CODES = codesOf("endpoint", "IronicError", {
  IRONIC_UNREACHABLE: ["network", "refused, no route, unknown host", "check `endpoint`; run `ironworks doctor`"],
  IRONIC_TLS: [
    "network",
    "the certificate is not trusted, or HTTP met HTTPS",
    "set `caFile`, or correct the scheme of `endpoint`",
  ],
  IRONIC_TIMEOUT: [
    "network",
    "no answer came in time; the call may have been carried out",
    "run again: state is read first",
  ],
  IRONIC_CONNECTION_LOST: [
    "network",
    "the connection broke; the call may have been carried out",
    "run again: state is read first",
  ],
  IRONIC_NOT_IRONIC: ["config", "something else answers there", "check `endpoint`"],
  IRONIC_API_TOO_OLD: [
    "config",
    "the endpoint speaks no version from 1.82 to 1.115: all of its own are older",
    "use Ironic 21.4 (2023.1) or later",
  ],
  IRONIC_API_TOO_NEW: [
    "config",
    "the endpoint speaks no version from 1.82 to 1.115: all of its own are newer",
    "use a newer release of Ironworks",
  ],
  IRONIC_UNSUPPORTED: [
    "config",
    "this endpoint's release lacks the feature; the message names the release that has it",
    "upgrade Ironic, or do without",
  ],
  IRONIC_UNAUTHORIZED: [
    "credential",
    "user or password is wrong, none are set, or `refresh` and `destroy` used those of the last `up`",
    "set the keys or variables that the message names; run `pulumi up` first, or add `--run-program`",
  ],
  IRONIC_FORBIDDEN: ["credential", "the user lacks rights", "use an account that may change nodes"],
  IRONIC_PROTECTED: ["ownership", "`protected` is set on the node", "remove it there, if the machine is to go"],
  IRONIC_NOT_FOUND: [
    "config",
    "Ironic does not know what was asked for",
    "check the endpoint and that the node still exists",
  ],
  IRONIC_BAD_REQUEST: ["config", "Ironic refused the request; the message has its words", "correct what it names"],
  IRONIC_NODE_LOCKED: ["transient", "another operation holds the node for longer than the budget", "run again"],
  IRONIC_BUSY: ["transient", "Ironic is overloaded for longer than the budget", "run again later"],
  IRONIC_WRONG_STATE: [
    "transient",
    "this does not go in the node's provision state, which the message names",
    "run again: it goes on from that state",
  ],
  IRONIC_DUPLICATE: [
    "ownership",
    "uuid, name, MAC or instance is taken; the message names it",
    "find out who has it: `baremetal node list`, `baremetal port list`",
  ],
  IRONIC_TOO_LARGE: ["config", "the request is over the server's limit", "make user data smaller"],
  IRONIC_SERVER_ERROR: ["transient", "the endpoint failed", "look into its log"],
  IRONIC_UNEXPECTED_ANSWER: ["unknown", "the endpoint answered nonsense", "look into its log"],
});

/** Every code that an error of Ironworks can carry; docs/errors.md is made from it. */
export const ERROR_CODES: readonly ErrorCode[] = [...INPUT_CODES, ...OPERATION_CODES, ...ENDPOINT_CODES, ...TOOL_CODES];

/** What a code means, in whatever case; undefined for a code that Ironworks does not have. */
export function errorCode(code: string): ErrorCode | undefined {
  return ERROR_CODES.find((row) => row.code === code.toUpperCase());
}
