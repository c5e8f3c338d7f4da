import { describe, expect, it } from "vitest";
import { diagnoseStack, FAILURES } from "./diagnose.js";
import { STACK_FAILURES } from "./stackFailures.js";

/** What pods and the operator print, written for these tests: at least one for each row. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  "stack-blank-variable": ["/bin/ironic-common.sh: line 12: PROVISIONING_IP: unbound variable"],
  "stack-default-address": ['Get "https://172.22.0.2:6385/v1/": dial tcp 172.22.0.2:6385: i/o timeout'],
  "stack-service-name": [
    "HTTPConnectionPool(host='ironic-httpd', port=6180): Failed to establish a new connection: [Errno -2] Name or service not known",
    "dial tcp: lookup ironic-api.metal3.svc on 10.0.0.2:53: no such host",
    "curl: (6) Could not resolve host: ironic-httpd",
  ],
  "stack-no-interface": [
    "Waiting for 172.30.0.9 to be configured on an interface",
    "waiting for IP to be configured on eth2",
  ],
  "stack-image-pull": ["Back-off pulling image: ImagePullBackOff", "manifest unknown: manifest unknown"],
  "stack-old-script": ['exec: "/bin/runironic-inspector": stat /bin/runironic-inspector: no such file or directory'],
  "stack-no-ramdisk": ["Cannot start: No DEPLOY_KERNEL_URL variable set"],
};

describe("failures of the control plane", () => {
  it("each is known by what is printed, and no earlier row takes it", () => {
    for (const { id } of STACK_FAILURES) {
      for (const text of SAMPLES[id] ?? ["no sample"]) {
        expect([text, STACK_FAILURES.find(({ pattern }) => pattern.test(text))?.id]).toEqual([text, id]);
      }
    }
  });

  it("each is known by what its page shows, and is what the control plane's diagnosis says", () => {
    for (const { id, said } of STACK_FAILURES) {
      expect(SAMPLES[id]).not.toContain(said);
      expect([said, diagnoseStack(said)?.id]).toEqual([said, id]);
    }
    expect(diagnoseStack("the cat is on the keyboard")).toBeUndefined();
  });

  it("have names of their own", () => {
    const ids = [...FAILURES, ...STACK_FAILURES].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
