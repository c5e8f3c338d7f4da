import { ERROR_CODES } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { createProgram } from "../program.js";
import { runProgram } from "../runProgram.js";
import { closestTo, explainText } from "./explainText.js";

const ids = (text: string) => explainText(text).map(({ id }) => id);

async function explain(...args: string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const output = { out: (text: string) => (out += text), error: (text: string) => (out += text), columns: 80 };
  return { code: await runProgram(createProgram(), ["node", "ironworks", "explain", ...args], output), out };
}

describe("a code", () => {
  it("is explained by its class, cause, remedy and page, in whatever case", async () => {
    for (const spelling of ["IRONIC_TLS", "ironic_tls", "[IRONIC_TLS]"]) {
      const { code, out } = await explain(spelling);
      expect([spelling, code]).toEqual([spelling, 0]);
      expect(out.split("\n")).toEqual([
        "IRONIC_TLS",
        "  class  network",
        "  cause  the certificate is not trusted, or HTTP met HTTPS",
        "  next:  set `caFile`, or correct the scheme of `endpoint`",
        "  page   https://ironworks-io.github.io/ironworks/errors.html#calls-to-an-endpoint",
        "",
      ]);
    }
  });

  it("without one all are listed, those of servers and BMCs too", async () => {
    const { code, out } = await explain();
    expect(code).toBe(0);
    expect(out).toContain("\nBMC_CREDENTIALS ");
    expect(out).toContain("\nIMAGE_NOT_FOUND ");
    for (const row of ERROR_CODES) {
      expect(out).toContain(row.code);
    }
    expect(JSON.parse((await explain("--json")).out).codes).toHaveLength(ERROR_CODES.length);
  });

  it("the name of a failure of the catalogue is explained as well, under the code that errors print", async () => {
    expect(explainText("checksum-mismatch")).toMatchObject([{ kind: "failure", class: "image" }]);
    const { out } = await explain("[CHECKSUM_MISMATCH]");
    expect(out).toMatch(/^CHECKSUM_MISMATCH\n/);
    expect(out).toContain("https://ironworks-io.github.io/ironworks/reference/symptoms.html\n");
  });
});

describe("a pasted message", () => {
  const FAILED =
    "`web-0`: deploy failed at deploy.write_image after 8m · Image failed to verify against checksum. location: http://x/a.raw · class image · disks touched: nvme0n1 · next: compute the checksum of the file that the URL serves and set `checksum` of `image`";

  it("is explained by its code, and by what the server said", () => {
    expect(ids(`error: ${FAILED} [OPERATION_IMAGE]`)).toEqual(["OPERATION_IMAGE", "checksum-mismatch"]);
    expect(ids(FAILED)).toEqual(["OPERATION_IMAGE", "checksum-mismatch"]);
    expect(
      ids("ironworks: Nothing listens at `http://x:6385`. next: check host and port [IRONIC_UNREACHABLE]"),
    ).toEqual(["IRONIC_UNREACHABLE"]);
  });

  it("our own advice in it is not taken for a failure", () => {
    const text = "`n`: enrol failed · odd words · class hardware · next: IPMI call failed: try `ipmitool -I lanplus`";
    expect(ids(text)).toEqual(["OPERATION_HARDWARE"]);
  });

  it("without a code is known by its words", () => {
    expect(ids("connect ECONNREFUSED 127.0.0.1:6385")).toEqual(["IRONIC_UNREACHABLE"]);
    expect(ids("getaddrinfo ENOTFOUND ironic.example")).toEqual(["IRONIC_UNREACHABLE"]);
    expect(ids("Error: self-signed certificate in certificate chain")).toEqual(["IRONIC_TLS"]);
    expect(ids("2 problems; nothing was sent:\n  - `node-0: bootMACAddress` is missing. next: write it")).toEqual([
      "INVALID_INPUT",
    ]);
  });

  it("a BMC that Ironic cannot reach is not the endpoint that we cannot reach", () => {
    const text =
      "Failed to get power state for node 0b2f7a66-5d0e-4c53-9d53-2f3c1a9be001. Error: Redfish connection failed for node 0b2f7a66-5d0e-4c53-9d53-2f3c1a9be001: Unable to connect to https://bmc/redfish/v1/. Error: [Errno 111] ECONNREFUSED";
    expect(ids(text)).toEqual(["bmc-unreachable"]);
  });

  it("may be JSON as Ironic's API answers, several times wrapped, or a log of many lines", () => {
    const inner = JSON.stringify({ faultcode: "Client", faultstring: "Node x is locked by host c1, please retry." });
    expect(ids(JSON.stringify({ error_message: inner }))).toEqual(["locked"]);
    expect(ids('HTTP 401: {"error":{"message":"Incorrect username or password","code":401}}')).toEqual([
      "api-credentials",
    ]);
    expect(
      ids("Diagnostics:\n  node-0:\n    error: timeout reached while inspecting the node\n  node-1:\n    ok"),
    ).toEqual(["inspect-timeout"]);
  });

  it("the first failures of a new control plane are known", () => {
    expect(ids("/bin/rundnsmasq: line 7: IRONIC_IP: unbound variable")).toEqual(["stack-blank-variable"]);
    expect(ids('Get "http://172.22.0.2:6385/v1": dial tcp 172.22.0.2:6385: i/o timeout')).toEqual([
      "stack-default-address",
    ]);
    expect(
      ids("ironic-httpd: [Errno -2] Name or service not known for http://ironic-httpd:6180/images/ipa.iso"),
    ).toEqual(["stack-service-name"]);
    expect(ids("Waiting for 10.0.0.5 to be configured on an interface")).toEqual(["stack-no-interface"]);
  });
});

describe("what is not known", () => {
  it("is said, with what is closest, and the exit code is 1", async () => {
    const { code, out } = await explain("IRONIC_TSL");
    expect(code).toBe(1);
    expect(out).toContain("is not known");
    expect(out).toContain("Closest:\n\nIRONIC_TLS\n");
    expect(closestTo("the checksum of that file is invalid")[0]?.id).toMatch(/^checksum-/);
  });

  it("may have nothing that is close", async () => {
    const { code, out } = await explain("frobnicate", "the", "sproing");
    expect(code).toBe(1);
    expect(out).toContain("next: run `ironworks explain` for all codes");
  });

  it("does not repeat a secret", async () => {
    expect((await explain("odd: password=hunter2")).out).not.toContain("hunter2");
  });
});
