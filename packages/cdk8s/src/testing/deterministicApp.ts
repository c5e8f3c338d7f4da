/** `node --import tsx deterministicApp.ts`: prints an app whose every part is written in the order of `ORDER`. */
import { App, Chart } from "cdk8s";
import { BareMetalHost, HostGuard, IronicStack, ProvisionedMachine } from "../index.js";
import { hostProps, image } from "./sample.js";

const backwards = process.env.ORDER === "backwards";

/** The same object, its members in another order. */
function inOrder<T extends object>(object: T): T {
  return (backwards ? Object.fromEntries(Object.entries(object).reverse()) : object) as T;
}

/** A control plane, a guard, and hosts with machines of every sort. */
export function deterministicApp(): App {
  const app = new App();
  const stack = new IronicStack(
    app,
    "metal3",
    inOrder({
      release: "v0.13.2",
      flags: inOrder({ operator: true, tls: true }),
      variables: { IRONIC_HOST_IP: "172.22.0.2" },
      settings: inOrder({
        PROVISIONING_INTERFACE: "eno2",
        DHCP_RANGE: "172.22.0.10,172.22.0.100",
        IRONIC_ENDPOINT: "https://172.22.0.2:6385/v1/",
      }),
      secretNames: inOrder({ "ironic-credentials": "login", "baremetal-operator-ironic-htpasswd": "passwords" }),
    }),
  );
  new HostGuard(stack.prerequisites, "guard");
  const hosts = new Chart(app, "hosts", { namespace: "metal3" });
  for (let number = 0; number < 20; number++) {
    const props = hostProps(number, {
      description: `Ä ${number / 3}`,
      metadata: { labels: inOrder({ b: "1", a: "2", Z: "3" }) },
    });
    const host = new BareMetalHost(hosts, `node-${number}`, inOrder(props));
    if (number % 2 === 0) {
      continue;
    }
    const installed = inOrder({ status: undefined, resume: number % 3 === 0 });
    new ProvisionedMachine(
      hosts,
      `web-${number}`,
      inOrder({ host, image, installed, userData: { name: "user-data" } }),
    );
  }
  return app;
}

if (require.main === module) {
  process.stdout.write(deterministicApp().synthYaml());
}
