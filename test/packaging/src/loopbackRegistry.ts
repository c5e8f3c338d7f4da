import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PackedPackage } from "./packedPackages.js";

/** An npm registry on loopback that holds the given packages and nothing else. */
export interface LoopbackRegistry {
  readonly url: string;
  /** Where a package's tarball can be installed from, for names without a scope. */
  tarballUrl(name: string): string;
  add(one: PackedPackage): void;
  close(): Promise<void>;
}

/** Serves what `npm publish` would have put there, so that installs resolve version ranges as users' do. */
export async function loopbackRegistry(): Promise<LoopbackRegistry> {
  const packages = new Map<string, { readonly manifest: PackedPackage["manifest"]; readonly bytes: Buffer }>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    const [, tarballOf] = /^tarballs\/(.+)\.tgz$/.exec(path) ?? [];
    const found = packages.get(tarballOf ?? path);
    if (!found) {
      response.writeHead(404).end("{}");
    } else if (tarballOf) {
      response.end(found.bytes);
    } else {
      const { manifest, bytes } = found;
      const dist = {
        tarball: tarballUrl(manifest.name),
        integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
      };
      const document = {
        name: manifest.name,
        "dist-tags": { latest: manifest.version },
        versions: { [manifest.version]: { ...manifest, dist } },
        time: { [manifest.version]: "2026-01-01T00:00:00.000Z" },
      };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const tarballUrl = (name: string): string => `${url}tarballs/${name}.tgz`;
  return {
    url,
    tarballUrl,
    add: ({ manifest, tarball }) => {
      packages.set(manifest.name, { manifest, bytes: readFileSync(tarball) });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
