import { type HostObjectProblems, type Manifest, ObjectSet } from "@ironworks/metal3";
import { ApiObject } from "cdk8s";
import type { IConstruct } from "constructs";

/** Kinds that say something about hosts: the hosts themselves, where their Secrets come from, which network there is. */
const KINDS: readonly string[] = ["BareMetalHost", "Secret", "ExternalSecret", "SealedSecret", "ConfigMap", "Ironic"];

interface ReadObjects {
  readonly manifests: ReadonlyMap<ApiObject, Manifest>;
  readonly set: ObjectSet;
}

/**
 * What an app says about hosts, so that what is wrong between them shows. Read once a validation of the app: the time
 * grows with the number of hosts, and not with its square.
 */
export class HostRegistry {
  static readonly #registries = new WeakMap<IConstruct, HostRegistry>();

  readonly #root: IConstruct;
  readonly #problems = new Map<IConstruct, HostObjectProblems>();
  #read: ReadObjects | undefined;
  #reading = false;

  static of(construct: IConstruct): HostRegistry {
    const { root } = construct.node;
    let registry = HostRegistry.#registries.get(root);
    if (!registry) {
      registry = new HostRegistry(root);
      HostRegistry.#registries.set(root, registry);
    }
    return registry;
  }

  private constructor(root: IConstruct) {
    this.#root = root;
    // cdk8s validates the root before everything else.
    root.node.addValidation({
      validate: () => {
        this.refresh();
        return [];
      },
    });
  }

  /** Forgets what was read: the app may have changed. */
  refresh(): void {
    this.#read = undefined;
    this.#problems.clear();
  }

  /** What is wrong with a host: found once, for itself and for its machine. */
  problemsOf(host: IConstruct, find: () => HostObjectProblems): HostObjectProblems {
    let problems = this.#problems.get(host);
    if (!problems) {
      problems = find();
      this.#problems.set(host, problems);
    }
    return problems;
  }

  /** Whether objects are rendered only to be looked at. */
  get reading(): boolean {
    return this.#reading;
  }

  /** The objects of the app that matter, as they will be applied. */
  get objects(): ObjectSet {
    return this.#all().set;
  }

  /** One object as it will be applied. */
  manifestOf(object: ApiObject): Manifest {
    return this.#all().manifests.get(object) ?? this.#look(() => object.toJson() as Manifest);
  }

  #all(): ReadObjects {
    this.#read ??= this.#look(() => {
      const objects = this.#root.node
        .findAll()
        .filter((construct) => ApiObject.isApiObject(construct))
        .filter(({ kind }) => KINDS.includes(kind));
      const manifests = new Map(objects.map((object) => [object, object.toJson() as Manifest]));
      return { manifests, set: new ObjectSet([...manifests.values()]) };
    });
    return this.#read;
  }

  #look<T>(look: () => T): T {
    this.#reading = true;
    try {
      return look();
    } finally {
      this.#reading = false;
    }
  }
}
