import { createRequire } from "node:module";

const PEERS = ["@ironworks/metal3", "@pulumi/kubernetes"];

const from = createRequire(__filename);
const missing = PEERS.filter((name) => !canResolve(name));
if (missing.length > 0) {
  throw new Error(
    `\`@ironworks/pulumi/kubernetes\` needs ${missing.map((name) => `\`${name}\``).join(" and ")} [PEER_MISSING]. ` +
      `next: \`npm install ${PEERS.join(" ")}\``,
  );
}

function canResolve(name: string): boolean {
  try {
    from.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
