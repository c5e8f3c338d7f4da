import type { Check, World } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { hostOf, isClusterName } from "../net/nameProbe.js";
import { containersIn, type PlaneContainer } from "./controlPlane.js";

/** A check of what is written of the control plane: one job over all its containers. */
function planeCheck(
  id: string,
  title: string,
  look: (containers: readonly PlaneContainer[]) => readonly Verdict[],
): Check {
  return {
    id,
    title,
    jobs(world: World) {
      const containers = containersIn(world.target.objects);
      if (containers.length === 0) {
        return [];
      }
      const run = async (): Promise<readonly Verdict[]> => {
        const found = look(containers);
        return found.length > 0 ? found : [verdictsOn("control plane", "written").ok(title)];
      };
      return [{ subject: "control plane", run }];
    },
  };
}

/** The inspector's script reads them before anything else, and stops where one is not defined, blank or not. */
const INSPECTOR_VARIABLES = ["PROVISIONING_IP", "IRONIC_IP"];
const INSPECTOR = /runironic-inspector/;

/** Is every variable defined that a script stops without? */
export const stackVariables: Check = planeCheck(
  "stack-variables",
  "every variable that scripts need is defined",
  (containers) => [...containers.flatMap(undefinedIn), ...containers.flatMap(halfRamdisk)],
);

function undefinedIn({ owner, name, command, env }: PlaneContainer): readonly Verdict[] {
  const missing = INSPECTOR.test(command.join(" ")) ? INSPECTOR_VARIABLES.filter((key) => !env.has(key)) : [];
  if (missing.length === 0) {
    return [];
  }
  const isOne = missing.length === 1;
  return [
    verdictsOn(`${owner}: ${name}`, "written").error(
      `${missing.join(" and ")} ${isOne ? "is" : "are"} not defined: its script stops with \`unbound variable\``,
      `add ${missing.map((key) => `\`${key}=\``).join(" and ")} to its ConfigMap, blank where you have no value`,
    ),
  ];
}

function halfRamdisk({ owner, name, env }: PlaneContainer): readonly Verdict[] {
  const [kernel, ramdisk] = [env.get("DEPLOY_KERNEL_URL"), env.get("DEPLOY_RAMDISK_URL")];
  if ((kernel ?? "") === "" && (ramdisk ?? "") === "") {
    return [];
  }
  if ((kernel ?? "") !== "" && (ramdisk ?? "") !== "") {
    return [];
  }
  const missing = kernel ? "DEPLOY_RAMDISK_URL" : "DEPLOY_KERNEL_URL";
  return [
    verdictsOn(`${owner}: ${name}`, "written").error(
      `${missing} is blank, and the other half of the ramdisk is set`,
      "set both, or neither where Ironic has its own",
    ),
  ];
}

const EXAMPLE_ADDRESS = /172\.22\.0\.\d+/;
/** Where Ironic listens, by its own settings. */
const OWN_ADDRESSES = ["PROVISIONING_IP", "IRONIC_IP", "IRONIC_HOST_IP"];

/** Does nothing name an address of upstream's example network? */
export const stackAddress: Check = planeCheck(
  "stack-address",
  "no address of upstream's example network is left",
  (containers) => {
    const listens = new Set(
      containers.flatMap(({ env }) => OWN_ADDRESSES.flatMap((key) => env.get(key)?.split("/")[0] || [])),
    );
    const found = new Map<string, Verdict>();
    for (const { env } of containers) {
      for (const [key, value = ""] of env) {
        const [address] = EXAMPLE_ADDRESS.exec(value) ?? [];
        if (address === undefined || !/URL|ENDPOINT/.test(key)) {
          continue;
        }
        const say = verdictsOn(key, "written");
        const verdict = listens.has(address)
          ? say.ok(`${shortened(value)} is where Ironic is set to listen`)
          : say.error(
              `${shortened(value)} is on upstream's example network, and nothing of yours is set to listen there`,
              "write where Ironic really listens",
            );
        found.set(`${key} ${verdict.seen}`, verdict);
      }
    }
    return [...found.values()];
  },
);

/** Do pods on the node's network, and servers, know the names that they are given? */
export const stackNames: Check = planeCheck(
  "stack-names",
  "names of Services are used where they are known",
  (containers) => {
    const found = new Map<string, Verdict>();
    for (const { owner, pod, env } of containers) {
      if (!pod.hostNetwork || pod.dnsPolicy === "ClusterFirstWithHostNet") {
        continue;
      }
      for (const [key, value = ""] of env) {
        const host = /^https?:\/\//.test(value) ? hostOf(value) : undefined;
        if (host !== undefined && isClusterName(host)) {
          found.set(
            `${owner} ${key}`,
            verdictsOn(`${owner}: ${key}`, "written").error(
              `\`${host}\` is the name of a Service, and the pod has the node's network and DNS: \`Name or service not known\``,
              "set `dnsPolicy: ClusterFirstWithHostNet`, and write `<service>.<namespace>.svc`",
            ),
          );
        }
      }
    }
    for (const { owner, env } of containers) {
      for (const key of ["DEPLOY_KERNEL_URL", "DEPLOY_RAMDISK_URL", "DEPLOY_ISO_URL"]) {
        const host = hostOf(env.get(key) ?? "");
        if (host !== undefined && isClusterName(host) && !found.has(`${owner} ${key}`)) {
          found.set(
            `${owner} ${key}`,
            verdictsOn(`${owner}: ${key}`, "written").warning(
              `\`${host}\` is the name of a Service, which servers and ramdisks do not know`,
              "write the address under which the provisioning network reaches it",
            ),
          );
        }
      }
    }
    return [...found.values()];
  },
);

/** Does Ironic start on the node that has the provisioning network? */
export const stackPlacement: Check = planeCheck(
  "stack-placement",
  "Ironic's pod is placed on the node of the provisioning network",
  (containers) => {
    const pods = new Map(containers.filter(({ pod }) => pod.hostNetwork).map((one) => [one.owner, one]));
    return [...pods.values()]
      .filter(({ pod }) => !pod.placed)
      .map(({ owner, env }) => {
        const wanted = env.get("PROVISIONING_INTERFACE");
        return verdictsOn(owner, "written").warning(
          `may start on any node${wanted ? `, and needs the interface \`${wanted}\`` : ""}: elsewhere it waits for its address without end`,
          "choose the node with a `nodeSelector` in its Deployment",
        );
      });
  },
);

const PINNED = /@sha256:|:(?!latest$)[^/:]+$/;

/** Is every container image pinned? */
export const stackImages: Check = planeCheck("stack-images", "container images are pinned", (containers) => {
  const loose = containers.filter(({ image }) => image !== "" && !PINNED.test(image));
  const found = new Map(
    loose.map(({ image, command }) => {
      const say = verdictsOn(image, "written");
      return [
        `${image} ${INSPECTOR.test(command.join(" "))}`,
        INSPECTOR.test(command.join(" "))
          ? say.error(
              "is today's, which has no inspector any more: its container does not start",
              "pin the image of the release's own time",
            )
          : say.warning("has no tag: it changes under a running cluster", "pin it by tag and digest"),
      ];
    }),
  );
  return [...found.values()];
});

function shortened(value: string): string {
  return URL.canParse(value) ? `${new URL(value).origin}` : value;
}
