import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { goPins } from "../assets.js";
import { LabSetupError } from "../error.js";
import { GoBuild, type GoProgram } from "../prepare/goBuild.js";
import { keptPath, makeGoProgram } from "../prepare/goProgram.js";
import { exists, makeOnce } from "../prepare/makeOnce.js";
import { findPython, type Python } from "../prepare/python.js";
import { type SetupContext, setupContext } from "../prepare/setupContext.js";

/** How the preparation of a cluster is followed. */
export interface PrepareClusterOptions {
  /** Called with one line for each step that has work to do. */
  readonly log?: ((line: string) => void) | undefined;
  /** Aborting it ends the preparation; what is complete stays in the cache. */
  readonly signal?: AbortSignal | undefined;
}

/** What a cluster is started from; all of it lies in the cache folder. */
export interface PreparedCluster {
  readonly python: Python;
  /** Paths of the programs. */
  readonly etcd: string;
  readonly apiServer: string;
  /** Folder with cert-manager's CustomResourceDefinitions. */
  readonly certManager: string;
}

const ETCD = "go.etcd.io/etcd/server/v3";
const KUBERNETES = "k8s.io/kubernetes";
const CERT_MANAGER = "github.com/cert-manager/cert-manager";
const VERSION_PACKAGE = "k8s.io/component-base/version";

/**
 * Prepares a Kubernetes API server in the cache folder: etcd and kube-apiserver, built from their pinned Go modules, and
 * cert-manager's definitions. From cold it takes 4–5 minutes on 2 cores; a second call finds everything there.
 *
 * @throws LabSetupError with the next step to take.
 */
export async function prepareCluster(options: PrepareClusterOptions = {}): Promise<void> {
  await preparedCluster(options);
}

/** Like `prepareCluster`; says where everything is. */
export async function preparedCluster(options: PrepareClusterOptions = {}): Promise<PreparedCluster> {
  const context = setupContext(options);
  const python = await findPython();
  const build = new GoBuild(context);
  try {
    return {
      python,
      certManager: await makeCertManager(build, python, context),
      etcd: await makeGoProgram("etcd", await etcd(), build, python, context),
      apiServer: await makeGoProgram("kube-apiserver", await apiServer(), build, python, context),
    };
  } finally {
    await build.close();
  }
}

async function etcd(): Promise<GoProgram> {
  const folder = goPins("etcd");
  return {
    title: `etcd ${await pinnedVersion(folder, ETCD)}`,
    folder,
    package: ETCD,
    takes: "usually 1 minute on 2 cores",
  };
}

async function apiServer(): Promise<GoProgram> {
  const folder = goPins("kubernetes");
  const version = await pinnedVersion(folder, KUBERNETES);
  const [major = "", minor = ""] = version.split(".");
  return {
    title: `kube-apiserver ${version}`,
    folder,
    package: `${KUBERNETES}/cmd/kube-apiserver`,
    // Without them the server says that it is v0.0.0.
    variables: {
      [`${VERSION_PACKAGE}.gitVersion`]: `v${version}`,
      [`${VERSION_PACKAGE}.gitMajor`]: major,
      [`${VERSION_PACKAGE}.gitMinor`]: minor,
      [`${VERSION_PACKAGE}.gitTreeState`]: "clean",
    },
    takes: "usually 3–4 minutes on 2 cores",
  };
}

/** The definitions are a folder of cert-manager's module, which Go fetches and compares with its pinned sum. */
async function makeCertManager(build: GoBuild, python: Python, context: SetupContext): Promise<string> {
  const folder = goPins("certmanager");
  const version = await pinnedVersion(folder, CERT_MANAGER);
  const title = `cert-manager ${version} (definitions)`;
  const target = await keptPath(folder, "cert-manager-definitions", CERT_MANAGER, context.cache);
  if (!(await exists(target))) {
    await makeOnce(target, python, context.log, async (aside) => {
      context.log(`${title}: fetching its Go module (usually 5–20 s)`);
      const printed = await build.run({ title, folder }, ["mod", "download", "-json", `${CERT_MANAGER}@v${version}`]);
      const { Dir } = JSON.parse(printed) as { Dir: string };
      await cp(join(Dir, "deploy", "crds"), aside, { recursive: true });
    });
  }
  return target;
}

async function pinnedVersion(folder: string, module: string): Promise<string> {
  const pins = await readFile(join(folder, "go.mod"), "utf8");
  const line = pins.split("\n").find((each) =>
    each
      .trim()
      .replace(/^require /, "")
      .startsWith(`${module} v`),
  );
  const [, version] = / v(\S+)/.exec(line ?? "") ?? [];
  if (version === undefined) {
    throw new LabSetupError("LAB_SETUP_FAILED", `${join(folder, "go.mod")} does not pin ${module}. next: restore it`);
  }
  return version;
}
