import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose, diagnoseMaintenance, FAILURES } from "./diagnose.js";

const NODE = "0b2f7a66-5d0e-4c53-9d53-2f3c1a9be001";
const POWER = `Failed to get power state for node ${NODE}. Error:`;
const WRITE = `Deploy step deploy.write_image failed on node ${NODE}.`;

/** What servers say, written for these tests: at least one for each row. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  "bmc-credentials": [
    `${POWER} Redfish exception occurred. Error: HTTP GET https://bmc.example/redfish/v1/Systems/7 returned code 401. `,
    "Error in open session response message : insufficient. RAKP 2 HMAC is invalid",
  ],
  "bmc-privilege": ["HTTP POST https://bmc.example/redfish/v1/Systems/7/Actions/Reset returned code 403."],
  "bmc-system": [
    `${POWER} Redfish exception occurred. Error: Resource https://bmc.example/redfish/v1/Systems/nine not found`,
    "HTTP GET https://bmc.example/redfish/v1/Systems/9 returned code 404.",
  ],
  "bmc-certificate": [
    `Redfish connection failed for node ${NODE}: Unable to connect to https://bmc.example/redfish/v1/. Error: [SSL: CERTIFICATE_VERIFY_FAILED]`,
    `Redfish connection failed for node ${NODE}: Error: [SSL: WRONG_VERSION_NUMBER] wrong version number`,
  ],
  "bmc-name": [`Redfish connection failed for node ${NODE}: [Errno -2] Name or service not known`],
  "bmc-unreachable": [
    `Failed to change power state to 'power on': Redfish connection failed for node ${NODE}: timed out`,
    "Error: Unable to establish IPMI v2 / RMCP+ session",
  ],
  "bmc-incomplete": ["The attribute Processors is missing from the resource /redfish/v1/Systems/7"],
  ipmi: [`${POWER} IPMI call failed: power status.`],
  "bmc-parameters": [`Missing the following IPMI credentials in node's driver_info: ['ipmi_address'].`],
  "bmc-address": [`Invalid Redfish address bmc:x set in driver_info/redfish_address on node ${NODE}`],
  "secure-boot": [`Failed to set secure boot state on node ${NODE} to True: no such resource`],
  "boot-mode": [`Setting boot mode to bios failed for node ${NODE}. Error: read-only property`],
  "boot-device": [`Redfish set boot device failed for node ${NODE}. Error: not allowed`],
  "virtual-media-missing": [
    `Virtual media mount failed for node ${NODE} with image http://10.9.0.1/x.iso. Error: got error 404 from the server`,
    "All virtual media mount attempts failed. Most recent error: the image server answered with status 404",
  ],
  "virtual-media": [
    `Virtual media mount failed for node ${NODE} with image http://10.9.0.1/boot.iso. Error: busy`,
    "All virtual media mount attempts failed. Most recent error: busy",
  ],
  "power-fault": [`During sync_power_state, max retries exceeded for node ${NODE}, node state None does not match`],
  "virtual-media-name": [
    "Virtual media mount failed with image http://ramdisk.example/ipa.iso. Error: HTTP POST https://bmc.example/redfish/v1/Systems/7/VirtualMedia/Cd/Actions/VirtualMedia.InsertMedia returned code 500. Failed to resolve 'ramdisk.example' ([Errno -2] Name or service not known)",
  ],
  "power-refused": [
    "unable to start inspection: HTTP POST https://bmc.example/redfish/v1/Systems/7/Actions/ComputerSystem.Reset returned code 400. Base.1.8.ActionNotSupported: The action is not supported.",
    `Deploy step deploy.deploy failed: Reboot failed for node ${NODE} when setting power state to power on. Error: HTTP POST https://bmc.example/redfish/v1/Systems/7/Actions/ComputerSystem.Reset returned code 409.`,
  ],
  "power-change": ["Failed to change power state to 'power off': timed out", `${POWER} something else`],
  "bmc-error": [
    "HTTP GET https://bmc.example/redfish/v1/Chassis returned code 503.",
    `${POWER} HTTP GET https://bmc.example/redfish/v1/Systems/7 returned code 500. Base.1.8.InternalError`,
  ],
  "verify-step": [`Node ${NODE} failed verify step {'interface': 'management', 'step': 'clear_job_queue'}`],
  "api-credentials": ["Incorrect username or password", "Authorization required"],
  "api-version": ["Version 1.200 was requested but the minor version is not supported by this service."],
  "driver-disabled": ['No conductor service registered which supports driver idrac for conductor group "".'],
  "interface-disabled": [
    "Could not find the following interface in the 'x.boot' entrypoint: ipxe. Valid interfaces are [].",
  ],
  "interface-incompatible": ["boot interface implementation 'redfish-https' is not supported by hardware type ipmi."],
  "interface-state": [
    `Node ${NODE} can not have boot_interface updated unless it is in one of allowed (enroll) states`,
  ],
  locked: [`Node ${NODE} is locked by host conductor-1, please retry after the current operation is completed.`],
  "in-transition": [`Node ${NODE} can not be updated while a state transition is in progress.`],
  "wrong-state": [
    `The requested action "provide" can not be performed on node "${NODE}" while it is in state "active".`,
    `Can not delete node "${NODE}" while it is in provision state "active".`,
  ],
  "too-many-operations": ["The concurrent action limit for cleaning has been reached."],
  "no-workers": ["Requested action cannot be performed due to lack of free conductor workers."],
  "duplicate-mac": ["A port with MAC address 52:54:00:0a:00:01 already exists."],
  "duplicate-node": ["A node with name rack3-u17 already exists.", `A node with UUID ${NODE} already exists.`],
  "in-use": [`Node ${NODE} is associated with instance 77.`],
  maintenance: [`The provisioning operation can't be performed on node ${NODE} because it's in maintenance mode.`],
  retired: [`The providing operation can't be performed on node ${NODE} because it is retired.`],
  protected: [`Node ${NODE} is protected and cannot be undeployed, rebuilt or deleted`],
  "not-found": ["Node rack3-u17 could not be found."],
  "request-too-large": ["Request body is too large."],
  "unknown-step": [`Cannot clean node ${NODE}: node does not support this clean step: {'step': 'polish'}`],
  "not-supported": ["Driver redfish does not support validate_rescue (disabled or not implemented)."],
  database: ["(sqlite3.OperationalError) database is locked"],
  "image-missing": ["Some parameters were missing. Missing are: ['instance_info.image_source']"],
  "checksum-missing": ['"image_checksum", or "image_os_hash_algo" and "image_os_hash_value" must be provided'],
  "ramdisk-missing": ["Some parameters were missing. Missing are: ['deploy_kernel', 'deploy_ramdisk']"],
  "port-missing": [`Node ${NODE} does not have any port associated with it.`],
  "image-no-length": ["Validation of image href http://x failed, reason: there is no Content-Length header"],
  "image-forbidden": [
    "Validation of image href http://10.9.0.1/os.raw failed, reason: Got HTTP code 403 instead of 200",
    `${WRITE} Download of image 7 failed: Received status code 401 from http://10.9.0.1/os.raw, expected 200`,
  ],
  "image-not-found": [
    "Validation of image href http://10.9.0.1/os.raw failed, reason: Got HTTP code 404 instead of 200",
    `${WRITE} Download of image 7 failed: Received status code 404 from http://10.9.0.1/os.raw, expected 200. Response body: b'no'`,
  ],
  "image-certificate": ["Validation of image href https://x/os.raw failed, reason: [SSL: CERTIFICATE_VERIFY_FAILED]"],
  "ramdisk-dns": [
    `${WRITE} Download of image os failed: Temporary failure in name resolution`,
    "Download of image os failed: NameResolutionError('images.example')",
  ],
  "image-name": [
    "Validation of image href http://images.example/os.raw failed, reason: [Errno -2] Name or service not known",
    "Failed to prepare to deploy: Failed to download image http://ironic-httpd:6180/a.iso, reason: Failed to resolve 'ironic-httpd'",
  ],
  "image-unreachable": ["Validation of image href http://10.9.0.1/os.raw failed, reason: Connection refused"],
  "checksum-mismatch": [`${WRITE} Image failed to verify against checksum. location: /dev/sda`],
  "checksum-file": ["Failed to download image http://x/SUMS, reason: Checksum file does not contain name os.raw"],
  "checksum-algorithm": ["MD5 support is disabled, and a checksum of it was given"],
  "disk-full": [`${WRITE} Writing image to device /dev/sda failed with exit code 1. stderr: No space left on device`],
  "image-download": [`${WRITE} Download of image 7 failed: Received status code 503`],
  "qemu-img-old": [
    "qemu-img: unrecognized option '-W'",
    "Writing image to device /dev/sda failed with exit code 1. stderr: convert: invalid option -- 'W'",
    "Writing image to device /dev/sda failed with exit code 1. stderr: qemu-img: invalid option -- 'W'",
  ],
  "image-format": [`${WRITE} Security: Expected format was raw, but image was qcow2`],
  "image-write": [`${WRITE} Writing image to device /dev/sda failed with exit code 1. stderr: Input/output error`],
  "no-disks": [
    `${WRITE} No suitable device was found for deployment - root device hints were not provided and all are too small`,
    `${WRITE} No suitable device was found for deployment using these hints {}`,
    "No block devices found on the server",
  ],
  "no-root-disk": [`${WRITE} No suitable device was found for deployment using these hints {'serial': 's== ZZ'}`],
  "bad-hints": ["Failed to validate the root device hints {'colour': 'red'}"],
  "no-partitions": ["No partitions found on the device /dev/sda after writing the image."],
  bootloader: [
    `Deploy step deploy.prepare_instance_boot failed: Failed to install a bootloader when deploying node ${NODE}: none`,
  ],
  "config-drive": ["Failed to store the configdrive in the database. Data too long"],
  memory: ["Memory size is too small for requested image, if it is less than the size"],
  "deploy-timeout": [`Timeout reached while waiting for callback for node ${NODE}`],
  "clean-timeout": [
    "Timeout reached while cleaning the node. Failed on step {'step': 'erase_devices', 'interface': 'deploy'}.",
  ],
  "inspect-timeout": ["Failed to inspect hardware. Reason: timeout reached while inspecting the node"],
  "service-timeout": ["Timeout reached while servicing the node."],
  "ramdisk-clock": [
    "HTTPSConnectionPool(host='192.0.2.9', port=9999): certificate verify failed: certificate is not yet valid",
  ],
  "ramdisk-unreachable": [`Failed to connect to the agent running on node ${NODE} for invoking command`],
  "ramdisk-token": ["Invalid or missing agent token received."],
  "ramdisk-busy": ["Agent is presently executing a command."],
  "ramdisk-version": [`Agent API for node ${NODE} returned HTTP status code 404 with error`],
  "api-url": ["Couldn't get the URL of the Ironic API service from the configuration file"],
  "inspect-tool": ["Ramdisk reported error: failed to run hardware-detect utility"],
  "inspect-interfaces": [`Inventory for node ${NODE} is invalid: no network interfaces match the configuration`],
  "inspect-architecture": ["Inventory has malformed or missing CPU architecture information"],
  "inspect-rule": ["Inspection rule condition check failed. Reason: Expected list"],
  "inspect-ramdisk": ["failed to run inspection hooks: Ramdisk reported error: a collector failed"],
  "protected-disk": ["Protected cluster Partition located on device /dev/sdc."],
  "erase-metadata": [`Clean step deploy.erase_devices_metadata failed on node ${NODE}. Device /dev/sdb is busy`],
  erase: [
    `Clean step deploy.erase_devices failed on node ${NODE}. Block device /dev/sda is frozen and cannot be erased`,
  ],
  "software-raid": ["Software RAID caused unknown error: existing partitions"],
  teardown: ["Failed to tear down: Network operation failure."],
  "conductor-restarted": ["The deploying state can't be resumed by conductor one. Moving to fail state."],
  aborted: ['By request, the deploy operation was aborted after the completion of step "deploy.write_image"'],
  "step-failed": [`${WRITE} Something new.`, `Node ${NODE} failed step {'step': 'x', 'interface': 'raid'}: new`],
};

/** Any UTF-16 text, control characters and lone surrogates included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));

describe("catalogue", () => {
  it("each row has a name of its own and says what to do", () => {
    expect(new Set(FAILURES.map(({ id }) => id)).size).toBe(FAILURES.length);
    for (const { id, cause, remedy } of FAILURES) {
      expect(id).toMatch(/^[a-z][a-z-]+$/);
      for (const text of [cause, remedy]) {
        expect(text).toMatch(/^[^.].{5,160}[^.]$/s);
      }
    }
  });

  it("each row has a sample, and no sample is of another row", () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(FAILURES.map(({ id }) => id).sort());
  });

  it.each(Object.entries(SAMPLES).flatMap(([id, texts]) => texts.map((text) => [id, text])))(
    "%s is not hidden behind an earlier row: %s",
    (id, text) => {
      expect(diagnose(text).id).toBe(id);
      expect(diagnose(text?.toUpperCase()).id).toBe(id);
    },
  );

  it.each(FAILURES.map(({ id, said }) => [id, said]))("%s is known by what its page shows: %s", (id, said) => {
    expect(diagnose(said).id).toBe(id);
    expect(new Set([said, ...(SAMPLES[id] ?? [])]).size).toBeGreaterThan(1);
  });

  it("patterns keep no place between two texts", () => {
    for (const { pattern } of FAILURES) {
      expect(pattern.flags).not.toMatch(/[gy]/);
    }
  });
});

describe("detail and step", () => {
  it.each([
    [
      `${POWER} Redfish connection failed for node ${NODE}: Unable to connect to https://10.9.8.7/redfish/v1/. Error: ` +
        "HTTPSConnectionPool(host='10.9.8.7', port=443): Max retries exceeded with url: /redfish/v1/ (Caused by " +
        "NewConnectionError(\"HTTPSConnection(host='10.9.8.7', port=443): Failed to establish a new connection: " +
        '[Errno 111] Connection refused"))',
      undefined,
      "Unable to connect to https://10.9.8.7/redfish/v1/. Error: 10.9.8.7:443 (Connection refused)",
    ],
    [
      `${POWER} Redfish exception occurred. Error: HTTP GET https://bmc/redfish/v1 returned code 401. ` +
        "Base.1.0.GeneralError: Wrong password Extended information: [{'MessageId': 'x'}]",
      undefined,
      "HTTP GET https://bmc/redfish/v1 returned code 401. Base.1.0.GeneralError: Wrong password",
    ],
    [`${WRITE} Security: wrong\n  format`, "deploy.write_image", "Security: wrong format"],
    [`Node ${NODE} failed step {'step': 'x', 'interface': 'raid'}: no disks`, "raid.x", "no disks"],
    ["Failed on step {'interface': 'deploy', 'step': 'erase'}.", "deploy.erase", undefined],
    [`Node ${NODE} is locked by host one`, undefined, "Node … is locked by host one"],
    ["Deploy step deploy.write_image failed", "deploy.write_image", "Deploy step deploy.write_image failed"],
    [`GET http://x/v1/nodes/${NODE} failed`, undefined, `GET http://x/v1/nodes/${NODE} failed`],
  ])("%s", (text, step, detail) => {
    const diagnosis = diagnose(text);
    expect(diagnosis.step).toBe(step);
    if (detail !== undefined) {
      expect(diagnosis.detail).toBe(detail);
    }
  });

  it("one short line without secrets, whatever is said", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...Object.values(SAMPLES).flat()), (noise, text) => {
        const secret = "S3cret+value";
        const { detail } = diagnose(`${text} ${noise} https://ops:${secret}@bmc.example/ password: ${secret}`);
        expect(detail.length).toBeLessThanOrEqual(300);
        expect(detail).toMatch(/^[^\p{Cc}]*$/u);
        expect(detail).not.toMatch(/S3cret/);
      }),
    );
  });

  it.each(["redfish (Caused by X(", "/redfish", "redfish ", "image missing are: "])(
    "endless `%s` takes no time",
    (part) => {
      const before = process.cpuUsage();
      diagnose(part.repeat(200_000));
      expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
    },
  );
});

describe("fallback", () => {
  it("no text: the server discarded the reason", () => {
    expect(diagnose(null, "inspect failed")).toMatchObject({
      id: "reason-lost",
      cause: "the ramdisk probably did not report in time",
      detail: "Ironic discarded the reason (state inspect failed)",
    });
    expect(diagnose(undefined).cause).toBe("Ironic kept no reason");
    expect(diagnose(" ", "constructor").cause).toBe("Ironic kept no reason");
  });

  it("a text that no row knows is shown as it is", () => {
    expect(diagnose("The cat is on the keyboard")).toEqual({
      id: "unknown",
      failureClass: "unknown",
      cause: expect.any(String),
      remedy: expect.any(String),
      detail: "The cat is on the keyboard",
    });
  });
});

it.each(["408", "429", "500"])("a server that answers %s has the image, and is not blamed on its address", (status) => {
  expect(diagnose(`${WRITE} Download of image 7 failed: Received status code ${status}`).id).toBe("image-download");
});

it("the code of an error is the name of the kind of failure; a failure that is not known has none", () => {
  expect(diagnose("Image failed to verify against checksum").code).toBe("CHECKSUM_MISMATCH");
  expect(diagnose("something new")).not.toHaveProperty("code");
  expect(diagnose("")).not.toHaveProperty("code");
});

describe("maintenance", () => {
  it("without a fault is a person's, whatever their words are like", () => {
    for (const reason of ["lab", "disk swap, no space left on device", "", null, undefined]) {
      expect(diagnoseMaintenance(reason, null)).toMatchObject({ id: "maintenance", failureClass: "ownership" });
    }
  });

  it("after a fault is what Ironic says, or the fault where that is not known", () => {
    expect(diagnoseMaintenance("Device /dev/sdb is busy", "clean failure").id).toBe("erase-metadata");
    expect(diagnoseMaintenance("it does not answer", "power failure").code).toBe("POWER_FAULT");
  });
});

it("secrets that are given are not in a diagnosis", () => {
  const { detail } = diagnose("something new: ab/12+3 and ab%2F12%2B3", undefined, ["ab/12+3"]);
  expect(detail).toBe("something new: ****** and ******");
});
