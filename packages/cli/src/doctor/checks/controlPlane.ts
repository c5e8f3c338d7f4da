import type { Manifest } from "@ironworks/metal3";

/** A container of the control plane, with the environment that it will see. */
export interface PlaneContainer {
  /** `Deployment metal3-ironic`. */
  readonly owner: string;
  readonly pod: PlanePod;
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /** Names with their values; undefined where the value comes from a Secret. */
  readonly env: ReadonlyMap<string, string | undefined>;
}

export interface PlanePod {
  readonly hostNetwork: boolean;
  readonly dnsPolicy: string | undefined;
  /** Something decides on which node it runs. */
  readonly placed: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** The containers of the Deployments and DaemonSets among objects, each with the ConfigMaps that it reads. */
export function containersIn(objects: readonly Manifest[]): readonly PlaneContainer[] {
  const maps = new Map(
    objects
      .filter(({ kind }) => kind === "ConfigMap")
      .map((object) => [String(fields(object.metadata).name), fields((object as Fields).data)]),
  );
  return objects
    .filter(({ kind }) => kind === "Deployment" || kind === "DaemonSet" || kind === "StatefulSet")
    .flatMap((object) => {
      const owner = `${object.kind} ${String(fields(object.metadata).name)}`;
      const spec = fields(fields(fields((object as Fields).spec).template).spec);
      const pod: PlanePod = {
        hostNetwork: spec.hostNetwork === true,
        dnsPolicy: typeof spec.dnsPolicy === "string" ? spec.dnsPolicy : undefined,
        placed: spec.nodeSelector !== undefined || spec.affinity !== undefined || spec.nodeName !== undefined,
      };
      return [...list(spec.initContainers), ...list(spec.containers)].map((container) => ({
        owner,
        pod,
        name: String(container.name),
        image: String(container.image ?? ""),
        command: [...texts(container.command), ...texts(container.args)],
        env: environmentOf(container, maps),
      }));
    });
}

function environmentOf(container: Fields, maps: ReadonlyMap<string, Fields>): Map<string, string | undefined> {
  const env = new Map<string, string | undefined>();
  for (const source of list(container.envFrom)) {
    const { name } = fields(source.configMapRef);
    const data = maps.get(String(name)) ?? {};
    for (const [key, value] of Object.entries(data)) {
      env.set(key, String(value ?? ""));
    }
  }
  for (const { name, value, valueFrom } of list(container.env)) {
    env.set(String(name), valueFrom === undefined ? String(value ?? "") : undefined);
  }
  return env;
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
