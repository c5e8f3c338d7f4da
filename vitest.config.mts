import { defineConfig } from "vitest/config";

/** Another Pulumi SDK to test with than the workspace's own: the folder of its `@pulumi/pulumi`. */
const sdk = process.env.IRONWORKS_PULUMI_SDK;

const source = {
  resolve: { conditions: ["@ironworks/source"] },
  ssr: { resolve: { conditions: ["@ironworks/source"] } },
};

const rooms = "{{packages,providers,generate,test}/*,demo}/src/**";
const patient = { testTimeout: 180_000, hookTimeout: 180_000, pool: "forks" } as const;

/** `unit` needs nothing but Node; `real` starts real parts; `packed` installs the packed packages (see CONTRIBUTING). */
export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        resolve: { ...source.resolve, alias: sdk ? { "@pulumi/pulumi": sdk } : {} },
        test: {
          name: "unit",
          // A loaded machine is slow; a test that hangs fails all the same.
          testTimeout: 60_000,
          include: [`${rooms}/*.test.ts`, "examples/*/*.test.ts", "scripts/**/*.test.mjs"],
          exclude: ["**/*.real.test.ts", "**/*.packed.test.ts", "**/node_modules/**"],
        },
      },
      // Real parts wait for one another more than they compute: two files at once take half the time.
      { ...source, test: { name: "real", include: [`${rooms}/*.real.test.ts`], maxWorkers: 2, ...patient } },
      {
        ...source,
        test: {
          name: "packed",
          include: [`${rooms}/*.packed.test.ts`],
          globalSetup: "test/packaging/src/packOnce.ts",
          fileParallelism: false,
          ...patient,
        },
      },
    ],
  },
});
