/**
 * What each room may import: of ours, and of Node. Imports point down this table only. Tests are free to use
 * any room; `generate/`, `demo/`, `test/` and `examples/` stand above all of it.
 */
export const rooms = {
  "packages/core": { name: "@ironworks/core", uses: [], node: ["node:crypto"] },
  "packages/metal3": { name: "@ironworks/metal3", uses: ["@ironworks/core"], node: ["node:crypto"] },
  "packages/driver": { name: "@ironworks/driver", uses: ["@ironworks/core"] },
  "providers/ironic": { name: "@ironworks/ironic", uses: ["@ironworks/core", "@ironworks/driver"] },
  "providers/operator": {
    name: "@ironworks/operator",
    uses: ["@ironworks/core", "@ironworks/metal3", "@ironworks/driver"],
  },
  "packages/lab": { name: "@ironworks/lab", uses: ["@ironworks/core"] },
  "packages/pulumi": {
    name: "@ironworks/pulumi",
    uses: ["@ironworks/core", "@ironworks/driver", "@ironworks/ironic", "@ironworks/metal3"],
  },
  "packages/cdk8s": { name: "@ironworks/cdk8s", uses: ["@ironworks/core", "@ironworks/metal3"] },
  "packages/cli": { name: "ironworks", uses: "any" },
};

/**
 * The one file of a route that asks for whatever may power, clean, write or undeploy a server, and it asks through the gate of
 * `packages/driver`. Nothing else calls these methods, tests excepted.
 */
export const gates = {
  "providers/ironic": {
    file: "providers/ironic/src/operations/nodeHandle.ts",
    methods: ["provision", "power", "deleteNode", "leaveMaintenance", "patchNode"],
  },
};

/** Lines a source file may have; generated files may have more. */
export const maximumLines = 400;
