/** The package that depends on ours in the wrapper layouts; its users know nothing of ours. */
export const WRAPPER = "@example/wrapper";

/** One way to install our packages. */
export interface Layout {
  readonly title: string;
  readonly manager: "npm" | "pnpm";
  /** What the project itself depends on. */
  readonly dependsOn: "@ironworks/pulumi" | typeof WRAPPER;
  /** The project's folder below the folder that is installed. */
  readonly project: string;
  /** More of pnpm's settings. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

export const LAYOUTS: readonly Layout[] = [
  { title: "npm", manager: "npm", dependsOn: "@ironworks/pulumi", project: "." },
  { title: "pnpm", manager: "pnpm", dependsOn: "@ironworks/pulumi", project: "." },
  {
    title: "pnpm, hoisted",
    manager: "pnpm",
    dependsOn: "@ironworks/pulumi",
    project: ".",
    settings: { nodeLinker: "hoisted" },
  },
  { title: "npm, through a package that wraps ours", manager: "npm", dependsOn: WRAPPER, project: "." },
  { title: "pnpm, through a package that wraps ours", manager: "pnpm", dependsOn: WRAPPER, project: "." },
  {
    title: "a pnpm workspace, through a package that wraps ours",
    manager: "pnpm",
    dependsOn: WRAPPER,
    project: "apps/site",
    settings: { packages: ["apps/*"] },
  },
];
