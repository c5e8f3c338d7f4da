import { describe, expect, it } from "vitest";
import { diagnose, diagnoseStack } from "./diagnose.js";

/** What people meet on the first day with Metal3: what is said, and the key or input that the remedy must name. */
const STORIES: readonly (readonly [story: string, said: readonly string[], code: string, kind: string, key: RegExp])[] =
  [
    [
      "a name that the host's network does not know",
      [
        "requests.exceptions.ConnectionError: HTTPConnectionPool(host='ironic-httpd', port=6180): [Errno -2] Name or service not known",
        "Get http://ironic-api.metal3.svc:6385/v1: dial tcp: lookup ironic-api.metal3.svc on 192.0.2.53:53: no such host",
      ],
      "STACK_SERVICE_NAME",
      "config",
      /`dnsPolicy: ClusterFirstWithHostNet`.*`DEPLOY_KERNEL_URL`/,
    ],
    [
      "the ramdisk's DNS leads nowhere",
      [
        "Deploy step deploy.write_image failed on node one. Download of image os failed: [Errno -3] Temporary failure in name resolution",
        "Download of image os failed: HTTPConnectionPool(host='images.example', port=80): Failed to resolve 'images.example'",
      ],
      "RAMDISK_DNS",
      "network",
      /`DNS_IP`.*`networkData`.*`image\.url`/,
    ],
    [
      "the ramdisk's qemu-img is too old",
      [
        "Writing image to device /dev/sda failed with exit code 1. stderr: convert: invalid option -- 'W'",
        "qemu-img: convert: invalid option -- 'W'",
        "qemu-img: invalid option -- 'W'",
      ],
      "QEMU_IMG_OLD",
      "image",
      /`ramdisk`.*`IPA_BASEURI`/,
    ],
    [
      "a blank variable",
      [
        "/bin/runironic-inspector: line 7: PROVISIONING_IP: unbound variable",
        "/bin/ironic-common.sh: line 31: IRONIC_IP: parameter null or not set",
      ],
      "STACK_BLANK_VARIABLE",
      "config",
      /`(PROVISIONING|IRONIC)_IP: ""`.*`ironic-bmo-configmap`.*`settings\.\1_IP`/,
    ],
    [
      "no disks, because the controller's driver is missing",
      [
        "Deploy step deploy.write_image failed on node one. No suitable device was found for deployment using these hints {}",
        "No suitable device was found for deployment - root device hints were not provided",
      ],
      "NO_DISKS",
      "hardware",
      /`ramdisk` of the route.*`DEPLOY_KERNEL_URL`/,
    ],
  ];

describe("the first day with Metal3", () => {
  it.each(STORIES)("%s", (_, texts, code, failureClass, key) => {
    for (const text of texts) {
      const diagnosis = diagnoseStack(text) ?? diagnose(text);
      expect([text, diagnosis]).toMatchObject([text, { code, failureClass, remedy: expect.stringMatching(key) }]);
      expect(diagnosis.cause).not.toMatch(/[<>]/);
    }
  });
});
