import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Manifest } from "@ironworks/metal3";
import { type Environment, stackAccount } from "../../pulumi/endpointAccount.js";
import { type ExportedResource, exportedResources } from "../../pulumi/exportedResources.js";
import type { PulumiCommand } from "../../pulumi/pulumiCommand.js";
import { type StackConfig, stackConfig } from "../../pulumi/stackConfig.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { hostAt, isHost } from "./hostTargets.js";
import { ofObjects } from "./manifestTarget.js";
import type { EndpointTarget, FileTarget, HostTarget, Target } from "./target.js";

type Json = Readonly<Record<string, unknown>>;

export interface StackSource {
  readonly pulumi: PulumiCommand;
  /** Undefined: the project's current stack. */
  readonly stack: string | undefined;
  /** Of the project; what `caFile` is relative to. */
  readonly folder: string;
  readonly environment: Environment;
}

/** What a stack's state says of endpoints, hosts, images and the control plane. Reads; decrypts only our own credentials. */
export async function stackTarget({ pulumi, stack, folder, environment }: StackSource): Promise<Target> {
  const named = stack === undefined ? [] : ["--stack", stack];
  const say = verdictsOn(stack ?? "the current stack", "written");
  const nothing = (verdict: Verdict): Target => ({
    endpoints: [],
    hosts: [],
    files: [],
    objects: [],
    notes: [verdict],
  });
  const exported = await pulumi("stack", "export", ...named);
  if ("failed" in exported) {
    return nothing(
      say.error(
        `its state cannot be read: ${exported.failed}`,
        "check the stack's name, the backend (`pulumi whoami -v`) and the project's folder (`--cwd`)",
      ),
    );
  }
  const resources = exportedResources(exported.output);
  if (resources === undefined) {
    return nothing(say.error("its state is not what `pulumi stack export` prints", "use Pulumi 3.200 or later"));
  }
  return targetOf(resources, { config: stackConfig(pulumi, named), folder, environment, say });
}

interface Reading {
  readonly config: StackConfig;
  readonly folder: string;
  readonly environment: Environment;
  readonly say: ReturnType<typeof verdictsOn>;
}

async function targetOf(resources: readonly ExportedResource[], reading: Reading): Promise<Target> {
  const { folder, say } = reading;
  const notes: Verdict[] = [];
  const hosts: HostTarget[] = [];
  const files: FileTarget[] = [];
  const routes = new Map<string, Json>();
  let machines = 0;
  for (const resource of resources) {
    const { kind, name } = resource;
    if (kind === undefined) {
      continue;
    }
    const record = { ...resource.inputs, ...resource.outputs };
    const route = openObject(record.route) ?? openObject(resource.inputs.route);
    if (route && typeof route.name === "string") {
      routes.set(route.name, route);
      files.push(...ramdisksOf(route));
    }
    if (kind === "ProvisionedMachine") {
      machines += 1;
      files.push(...imageOf(record, name));
      continue;
    }
    const address = openObject(record.bmc)?.address ?? openObject(resource.inputs.bmc)?.address;
    if (typeof address !== "string") {
      notes.push(
        verdictsOn(name, "written").skipped("its BMC address is a secret of the state, which is not decrypted"),
      );
      continue;
    }
    const facts = { name, endpoint: text(route?.name), nodeUuid: text(record.nodeUuid) };
    const host = hostAt(address, { ...facts, inspectionMode: record.inspectionMode === "fast" ? "fast" : "agent" });
    if (isHost(host)) {
      hosts.push(host);
    } else {
      notes.push(host);
    }
  }
  const plane = ofObjects(resources.flatMap(objectOf));
  const endpoints: EndpointTarget[] = [];
  for (const route of routes.values()) {
    endpoints.push(await endpointOf(route, reading, notes));
  }
  const counts = [
    `${hosts.length} ${hosts.length === 1 ? "host" : "hosts"}`,
    `${machines} ${machines === 1 ? "machine" : "machines"}`,
    `${endpoints.length} ${endpoints.length === 1 ? "endpoint" : "endpoints"}`,
    ...(plane.objects.length > 0 ? [`${plane.objects.length} objects of Kubernetes`] : []),
  ];
  const empty = hosts.length + machines + plane.objects.length === 0;
  const note = empty
    ? say.warning(
        "has nothing of Ironworks in its state yet",
        "before the first `pulumi up` name what is to be checked: `--endpoint`, `--bmc`, `--url`",
      )
    : say.ok(`${counts.join(", ")} in its state`);
  return {
    endpoints,
    hosts: [...hosts, ...plane.hosts],
    files: [...files, ...plane.files],
    objects: plane.objects,
    notes: [note, ...notes, ...plane.notes],
  };

  async function endpointOf(route: Json, { config, environment }: Reading, found: Verdict[]): Promise<EndpointTarget> {
    const name = String(route.name);
    return {
      name,
      url: String(route.endpoint),
      ca: text(route.caPem) ?? authoritiesIn(text(route.caFile), name, folder, found),
      insecure: route.insecure === true,
      account: await stackAccount(name, config, environment, route.password !== undefined),
    };
  }
}

/** The text of the file with the authorities; what is wrong with it is a finding. */
export function authoritiesIn(
  file: string | undefined,
  name: string,
  folder: string,
  found: Verdict[],
): string | undefined {
  if (file === undefined) {
    return undefined;
  }
  const say = verdictsOn(name, "written");
  try {
    const pem = readFileSync(resolve(folder, file), "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE")) {
      return pem;
    }
    found.push(say.error(`the file of authorities \`${file}\` holds no certificate in PEM`, "convert it to PEM"));
  } catch {
    found.push(
      say.error(
        `the file of authorities \`${file}\` cannot be read`,
        "correct `caFile`, which is relative to the project's folder",
      ),
    );
  }
  return undefined;
}

function ramdisksOf(route: Json): readonly FileTarget[] {
  const ramdisk = openObject(route.ramdisk);
  return ["iso", "kernel", "initramfs"].flatMap((key) => {
    const url = text(ramdisk?.[key]);
    return url === undefined ? [] : [{ kind: "ramdisk" as const, url, usedBy: `endpoint ${String(route.name)}` }];
  });
}

function imageOf(record: Json, usedBy: string): readonly FileTarget[] {
  const image = openObject(record.image);
  const url = text(image?.url);
  const checksum = openObject(image?.checksum);
  const written = checksum && `${String(checksum.algorithm)}:${String(checksum.value)}`;
  return url === undefined ? [] : [{ kind: "image", url, usedBy, checksum: written }];
}

/** A Kubernetes object of `@pulumi/kubernetes`; Secrets are left out. */
function objectOf({ type, inputs, outputs }: ExportedResource): readonly Manifest[] {
  const found = outputs.kind === undefined ? inputs : outputs;
  return /^kubernetes:(?!core\/v1:Secret$)/.test(type) && typeof found.kind === "string" && openObject(found.metadata)
    ? [found as unknown as Manifest]
    : [];
}

const SECRET_SIGN = "4dabf18193072939515e22adb298388d";

/** An object that is not a secret of Pulumi's. */
function openObject(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !(SECRET_SIGN in value) ? (value as Json) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
