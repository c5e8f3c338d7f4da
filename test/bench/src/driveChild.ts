/** The process of a provider, as far as its driver goes: `drive.ts` starts it, and asks it for work by messages. */
import { InstanceImage, type OperationContext } from "@ironworks/core";
import { type Call, IronicDriver } from "@ironworks/ironic";

/** What to do. */
export type DriveOrder =
  | {
      readonly do: "install";
      readonly endpoint: string;
      /** Of the instance image. */
      readonly url: string;
      readonly checksum: string;
      /** Number of the first host. */
      readonly first: number;
      readonly hosts: number;
    }
  | { readonly do: "memory" };

/** What came of it. */
export interface DriveResult {
  readonly seconds: number;
  readonly calls: number;
  readonly failures: readonly string[];
  /** Resident, now. */
  readonly mebibytes: number;
}

type InstallOrder = Extract<DriveOrder, { do: "install" }>;
type Image = Pick<InstallOrder, "url" | "checksum">;

const OWNER = "acme/bench/drive";

const COUNTED = { calls: 0 };

async function install({ endpoint, first, hosts, ...image }: InstallOrder): Promise<readonly string[]> {
  const driver = new IronicDriver({
    name: "bench",
    endpoint,
    ramdisk: { kind: "ipa-image", media: "iso", iso: "http://127.0.0.1:9/ipa.iso" },
    onCall: (_call: Call) => {
      COUNTED.calls += 1;
    },
  });
  const numbers = Array.from({ length: hosts }, (_, at) => first + at);
  const failures: string[] = [];
  await Promise.all(
    numbers.map((number) => life(driver, number, image).catch((error) => failures.push(String(error)))),
  );
  driver.close();
  return failures;
}

async function life(driver: IronicDriver, number: number, image: Image): Promise<void> {
  const context: OperationContext = { signal: new AbortController().signal, report: () => undefined };
  const name = `node-${number}`;
  const spec = {
    bmc: {
      address: `redfish-virtualmedia+http://127.0.0.1:9/redfish/v1/Systems/${number}`,
      username: "admin",
      password: "bench",
    },
    inspectionMode: "fast",
    // Fake hardware does not say whether it is on.
    takeover: true,
  } as const;
  const host = await driver.createHost({ owner: OWNER, hostId: name, spec }, context);
  const machine = {
    image: InstanceImage.url(image.url, { checksum: image.checksum, format: "raw" }),
    rootDeviceHints: { serialNumber: "BENCH" },
    userData: "#cloud-config\n{}\n",
  };
  await driver.createMachine({ owner: OWNER, machineId: `os-${name}`, host, spec: machine }, context);
}

async function work(order: DriveOrder): Promise<readonly string[]> {
  switch (order.do) {
    case "install":
      return install(order);
    case "memory":
      return [];
  }
}

process.on("message", async (order: DriveOrder) => {
  const [began, before] = [performance.now(), COUNTED.calls];
  const failures = await work(order);
  const result: DriveResult = {
    seconds: (performance.now() - began) / 1000,
    calls: COUNTED.calls - before,
    failures,
    mebibytes: process.memoryUsage.rss() / 2 ** 20,
  };
  process.send?.({ did: order.do, result });
});
