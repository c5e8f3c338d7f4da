import { defineConfig } from "vitest/config";

const source = {
  resolve: { conditions: ["@ironworks/source"] },
  ssr: { resolve: { conditions: ["@ironworks/source"] } },
};

/** `unit` needs nothing but Node; the other projects start real parts (see CONTRIBUTING). */
export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: "unit",
          include: ["{packages,providers,test}/*/src/**/*.test.ts"],
          exclude: ["**/*.real.test.ts"],
        },
      },
      {
        ...source,
        test: {
          name: "real",
          include: ["{packages,providers,test}/*/src/**/*.real.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          pool: "forks",
          fileParallelism: false,
        },
      },
    ],
  },
});
