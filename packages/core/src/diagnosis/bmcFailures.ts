import type { FailureRow } from "./failureRow.js";

/** Failures between Ironic and a BMC. Before all others: what went wrong underneath is said inside of what failed above. */
export const BMC_FAILURES: readonly FailureRow[] = [
  {
    id: "bmc-credentials",
    pattern: /\/redfish\S* returned code 401\b|redfish.*incorrect username or password|\bRAKP\b.*(?:HMAC|message)/is,
    failureClass: "credential",
    cause: "the BMC does not accept the user name or password, or has locked the account after failed attempts",
    remedy: "correct `bmc.username` and `bmc.password`; if they are right, unlock the account in the BMC",
  },
  {
    id: "bmc-privilege",
    pattern: /\/redfish\S* returned code 403\b|insufficient privilege/i,
    failureClass: "credential",
    cause: "the BMC's account may not do this, or the BMC lacks the licence for it (often for virtual media)",
    remedy: "give the account the Administrator role, or install the licence",
  },
  {
    id: "bmc-system",
    pattern:
      /\/Systems\/[^/\s]+\/? (?:returned code 404|not found)|redfish_system_id.*(?:invalid|not found|is missing)/is,
    failureClass: "config",
    cause: "the BMC has no system under the path of `bmc.address`",
    remedy: "look the path up under `/redfish/v1/Systems` of the BMC, or leave it out where there is one system",
  },
  {
    id: "bmc-certificate",
    pattern:
      /redfish.*(?:certificate.verify.failed|SSLError|SSLCertVerification|wrong.version.number|unknown protocol)/is,
    failureClass: "config",
    cause: "Ironic does not trust the BMC's certificate, or one side speaks HTTP and the other HTTPS",
    remedy:
      "set `bmc.disableCertificateVerification: true` or give the BMC a trusted certificate; check `+http` in the address",
  },
  {
    id: "bmc-name",
    pattern: /redfish.*(?:name or service not known|name resolution|NameResolutionError|failed to resolve)/is,
    failureClass: "network",
    cause: "Ironic cannot find the host name of the BMC",
    remedy: "correct the host in `bmc.address`, use an IP address, or give Ironic a DNS server that knows it",
  },
  {
    id: "bmc-unreachable",
    pattern:
      /redfish connection failed|unable to connect to https?:\/\/\S*\/redfish|unable to establish (?:LAN session|IPMI v2)|insufficient resources for session/i,
    failureClass: "network",
    cause: "Ironic cannot reach the BMC: wrong address or port, no route, or the BMC restarts or is overloaded",
    remedy: "check `bmc.address` and try the BMC from where Ironic runs; a hanging BMC needs a reset",
  },
  {
    id: "bmc-incomplete",
    pattern: /the attribute \S+ is missing from the resource|MissingAttributeError/i,
    failureClass: "hardware",
    cause: "the BMC's Redfish lacks what out-of-band inspection reads",
    remedy: 'use `inspectionMode: "agent"`, or update the BMC\'s firmware',
  },
  {
    id: "ipmi",
    pattern: /IPMI call failed/i,
    failureClass: "network",
    cause: "ipmitool failed: BMC unreachable, credentials wrong, or IPMI over LAN switched off (it does not say which)",
    remedy:
      "try `ipmitool -I lanplus` from where Ironic runs, check `bmc`, and switch IPMI over LAN on; Redfish reports more",
  },
  {
    id: "bmc-parameters",
    pattern: /missing the following (?:redfish properties|IPMI credentials)/i,
    failureClass: "config",
    cause: "the node lacks the BMC's address or credentials",
    remedy: "set `bmc.address`, `bmc.username` and `bmc.password`",
  },
  {
    id: "bmc-address",
    pattern: /invalid (?:redfish|IPMI) address/i,
    failureClass: "config",
    cause: "Ironic cannot read the BMC's address",
    remedy: "correct `bmc.address`",
  },
  {
    id: "secure-boot",
    pattern: /secure[ _]boot state/i,
    failureClass: "hardware",
    cause: "the BMC cannot switch secure boot, or says so but does not do it",
    remedy: 'set secure boot by hand and use `bootMode: "UEFI"`, or update the firmware',
  },
  {
    id: "boot-mode",
    pattern: /setting boot mode to \S+ failed|waiting for boot mode|violates node properties|boot mode is not allowed/i,
    failureClass: "hardware",
    cause: "the BMC cannot switch between UEFI and legacy boot",
    remedy: "set the boot mode by hand in the firmware and the same in `bootMode`",
  },
  {
    id: "boot-device",
    pattern: /set boot device failed|failed to change the boot device to|invalid boot device/i,
    failureClass: "hardware",
    cause: "the BMC rejects the choice of the boot device",
    remedy: "update the BMC's firmware; some accept it only while the server is off",
  },
  {
    id: "virtual-media",
    pattern:
      /virtual media mount (?:failed|attempts failed)|no suitable virtual media device|inserting virtual media.*failed/is,
    failureClass: "network",
    cause: "the BMC could not insert the ramdisk's ISO: it cannot fetch it, its slot is taken, or a licence is missing",
    remedy: "check that the BMC reaches the ISO's URL (many take no private certificate), and eject what is inserted",
  },
  {
    id: "power-fault",
    pattern: /during sync_power_state, max retries exceeded/i,
    failureClass: "hardware",
    cause: "Ironic lost the BMC for several checks and has put the node into maintenance",
    remedy: "fix the BMC or its network; Ironic takes the node back by itself within minutes",
  },
  {
    id: "power-change",
    pattern:
      /failed to (?:change|set) (?:node )?power state|setting power state to .* failed|failed to get power state/i,
    failureClass: "hardware",
    cause: "the server did not reach the wanted power state in time",
    remedy: "look at the server's power in the BMC; reset the BMC if it does not react",
  },
  {
    id: "bmc-error",
    pattern: /\/redfish\S* returned code 5\d\d\b/i,
    failureClass: "transient",
    cause: "the BMC failed inside",
    remedy: "run again; reset the BMC if it stays",
  },
  {
    id: "verify-step",
    pattern: /failed verify step|failed to verify:/i,
    failureClass: "hardware",
    cause: "a preparing step on the BMC failed (job queue, clock, reset)",
    remedy: "run again; reset the BMC if it stays",
  },
];
