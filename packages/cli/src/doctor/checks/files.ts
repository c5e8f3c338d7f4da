import type { Check, Job, World } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { ask, type Reply } from "../net/httpProbe.js";
import { hostOf, isClusterName } from "../net/nameProbe.js";
import type { FileTarget } from "../target/target.js";

const REDIRECTS = 5;

/** Can deploy ramdisks be fetched? */
export const ramdisks: Check = {
  id: "ramdisk",
  title: "the deploy ramdisks can be fetched",
  jobs: (world) => jobsFor(world, "ramdisk"),
};

/** Can instance images be fetched? */
export const images: Check = {
  id: "image",
  title: "the instance images can be fetched",
  jobs: (world) => jobsFor(world, "image"),
};

/** Can other URLs that were given be fetched? */
export const otherFiles: Check = {
  id: "url",
  title: "the given URLs can be fetched",
  jobs: (world) => jobsFor(world, "file"),
};

function jobsFor(world: World, kind: FileTarget["kind"]): readonly Job[] {
  const urls = [...new Set(world.target.files.filter((file) => file.kind === kind).map(({ url }) => url))];
  return urls.map((url) => {
    const users = world.target.files.filter((file) => file.kind === kind && file.url === url);
    return { subject: shown(url), run: async () => [await verdictOf(world, url, users)] };
  });
}

async function verdictOf(world: World, url: string, users: readonly FileTarget[]): Promise<Verdict> {
  const say = verdictsOn(shown(url), "here");
  if (!/^https?:\/\//.test(url)) {
    return say.skipped("is read by Ironic itself, from its own disk");
  }
  const question = { method: "HEAD", url, maxRedirects: REDIRECTS, timeoutMs: world.timeoutMs } as const;
  const outcome = await ask(question);
  const isUntrusted = "trouble" in outcome && outcome.trouble.kind === "tls";
  const again = isUntrusted ? await ask({ ...question, insecure: true }) : outcome;
  if ("trouble" in again) {
    return unreached(url, again.trouble, users);
  }
  const verdict = ofReply(url, again.reply, users);
  if (!isUntrusted || verdict.status !== "ok") {
    return verdict;
  }
  return say.warning(
    `${verdict.seen}; its certificate is not trusted by this machine`,
    "serve it with a certificate that Ironic and ramdisks trust, or over HTTP: the checksum of an image is checked",
  );
}

function ofReply(url: string, { status, headers }: Reply, users: readonly FileTarget[]): Verdict {
  const say = verdictsOn(shown(url), "here");
  const whose = usersOf(users);
  if (status === 404 || status === 410) {
    return say.error(`the server does not have it (${status}); ${whose}`, "correct the URL, or put the file there");
  }
  if (status === 401 || status === 403) {
    return say.error(
      `the server wants a login (${status}); ${whose}`,
      "serve it where the provisioning network may read it without one",
    );
  }
  if (status === 405 || status === 501) {
    return say.error(
      `the server does not answer HEAD (${status}); ${whose}`,
      "serve it by a server that does: Ironic asks with HEAD",
    );
  }
  if (status !== 200) {
    return say.error(`the server answers ${status}; ${whose}`, "look at the server");
  }
  const length = Number(headers["content-length"]);
  if (headers["content-length"] === undefined) {
    return say.warning(
      `is there, but the server does not say how long it is; ${whose}`,
      "serve it as a plain file, without compression on the way",
    );
  }
  return length === 0
    ? say.error(`is empty; ${whose}`, "put the file there again")
    : say.ok(`${sizeOf(length)}; ${whose}`);
}

function unreached(url: string, trouble: { kind: string; text: string }, users: readonly FileTarget[]): Verdict {
  const say = verdictsOn(shown(url), "here");
  const seen = `${trouble.text}; ${usersOf(users)}`;
  if (trouble.kind === "name") {
    return say.error(
      seen,
      isClusterName(hostOf(url) ?? "")
        ? "use an IP address or a whole name: servers and ramdisks do not know the Services of a cluster"
        : "correct the name, or use an IP address: a ramdisk often has no DNS server",
    );
  }
  return trouble.kind === "timeout" || trouble.kind === "unreachable"
    ? say.warning(seen, "see that the provisioning network reaches it: this machine may only lack the way")
    : say.error(seen, "check host, port and scheme of the URL, and that its server runs");
}

/** Is the checksum of each image known, and does a list of checksums name the image? */
export const checksums: Check = {
  id: "checksum",
  title: "the checksums of the images are known",
  jobs(world) {
    const pairs = new Map(
      world.target.files.filter(({ kind }) => kind === "image").map((file) => [`${file.url} ${file.checksum}`, file]),
    );
    return [...pairs.values()].map((file) => ({
      subject: shown(file.url),
      run: async () => [await checksumVerdict(world, file)],
    }));
  },
};

const LONGEST_LIST = 4 * 2 ** 20;

async function checksumVerdict(world: World, { url, checksum }: FileTarget): Promise<Verdict> {
  if (checksum === undefined) {
    return verdictsOn(shown(url), "written").error(
      "has no checksum: a wrong or broken image would be written",
      "set `checksum`, as `sha256sum` prints it",
    );
  }
  if (!/^https?:\/\//.test(checksum)) {
    const say = verdictsOn(shown(url), "written");
    const [algorithm = ""] = checksum.includes(":") ? checksum.split(":") : ["md5 or a list"];
    return say.ok(`${algorithm} is written down; the ramdisk compares, the image was not read here`);
  }
  const say = verdictsOn(shown(url), "here");
  const outcome = await ask({
    method: "GET",
    url: checksum,
    insecure: true,
    maxRedirects: REDIRECTS,
    maxBytes: LONGEST_LIST,
    timeoutMs: world.timeoutMs,
  });
  if ("trouble" in outcome) {
    return say.error(
      `its checksum is at ${shown(checksum)}: ${outcome.trouble.text}`,
      "write the checksum itself: `sha256:…`",
    );
  }
  if (outcome.reply.status !== 200) {
    return say.error(
      `its checksum is at ${shown(checksum)}, which answers ${outcome.reply.status}`,
      "write the checksum itself: `sha256:…`",
    );
  }
  const name = shown(url).split("/").at(-1) ?? "";
  const lines = outcome.reply.body.split("\n").filter((line) => line.trim() !== "");
  const alone = lines.length === 1 && /^\s*[0-9a-f]{32,128}\s*$/i.test(lines[0] ?? "");
  return alone || lines.some((line) => line.includes(name) && /[0-9a-f]{32,128}/i.test(line))
    ? say.ok(`${shown(checksum)} lists it`)
    : say.error(`${shown(checksum)} does not list \`${name}\``, "write the checksum itself: `sha256:…`");
}

/** Without what may hold a secret. */
function shown(url: string): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function usersOf(users: readonly FileTarget[]): string {
  const names = [...new Set(users.map(({ usedBy }) => usedBy))];
  const [first, second, ...more] = names;
  return more.length > 0 ? `for ${first}, ${second} and ${more.length} more` : `for ${names.join(", ")}`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

function sizeOf(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round((bytes / 2 ** (10 * power)) * 10) / 10} ${UNITS[power]}`;
}
