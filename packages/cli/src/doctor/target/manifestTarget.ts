import type { Manifest } from "@ironworks/metal3";
import { containersIn } from "../checks/controlPlane.js";
import type { Verdict } from "../finding.js";
import { hostAt, isHost } from "./hostTargets.js";
import type { FileTarget, HostTarget, Target } from "./target.js";

type Fields = Readonly<Record<string, unknown>>;

const RAMDISK_VARIABLES = ["DEPLOY_KERNEL_URL", "DEPLOY_RAMDISK_URL", "DEPLOY_ISO_URL"];

/** What Kubernetes objects say of hosts, images, ramdisks and the control plane. */
export function ofObjects(given: readonly Manifest[]): Target {
  const objects = given.flatMap(itemsOf);
  const notes: Verdict[] = [];
  const hosts: HostTarget[] = [];
  const files: FileTarget[] = [];
  for (const object of objects.filter(({ kind }) => kind === "BareMetalHost")) {
    const spec = fields((object as unknown as Fields).spec);
    const name = String(fields(object.metadata).name);
    const { address } = fields(spec.bmc);
    if (typeof address === "string" && address !== "") {
      const host = hostAt(address, { name });
      if (isHost(host)) {
        hosts.push(host);
      } else {
        notes.push(host);
      }
    }
    const { url, checksum } = fields(spec.image);
    if (typeof url === "string" && url !== "") {
      files.push({
        kind: "image",
        url,
        usedBy: name,
        ...(typeof checksum === "string" && checksum !== "" && { checksum }),
      });
    }
  }
  for (const { owner, env } of containersIn(objects)) {
    for (const key of RAMDISK_VARIABLES) {
      const url = env.get(key) ?? "";
      if (url !== "") {
        files.push({ kind: "ramdisk", url, usedBy: owner });
      }
    }
  }
  return { endpoints: [], hosts, files, objects, notes };
}

/** The objects of a `List`; another object is itself. */
function itemsOf(object: Manifest): readonly Manifest[] {
  const { items } = object as unknown as { readonly items?: unknown };
  return /List$/.test(String(object.kind)) && Array.isArray(items) ? (items as readonly Manifest[]) : [object];
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
