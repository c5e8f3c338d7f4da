/** What the pages of the API are made from; typedoc's configuration takes it. */
import { join } from "node:path";
import { publicPackages } from "../scripts/publicPackages.mjs";

/** Parts that are for the engine or for tests of drivers: nobody looks them up. */
const hidden = new Set(["@ironworks/core/json", "@ironworks/driver/testing", "@ironworks/pulumi/dynamic"]);

/** What users come for first. */
const order = ["@ironworks/pulumi", "@ironworks/cdk8s", "@ironworks/core", "@ironworks/metal3", "@ironworks/lab"];

/** What users import, `{ name, source }` each, e.g. `@ironworks/pulumi/kubernetes`. */
export const entries = publicPackages()
  .flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports)
      .filter(([, target]) => target["@ironworks/source"])
      .map(([path, target]) => ({
        name: join(manifest.name, path),
        source: join(folder, target["@ironworks/source"]),
      })),
  )
  .filter(({ name }) => !hidden.has(name))
  .sort((one, other) => rank(one) - rank(other));

function rank({ name }) {
  const place = order.findIndex((known) => name === known || name.startsWith(`${known}/`));
  return place === -1 ? order.length : place;
}
