import { PolicyPack, type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";

/** Types as the engine knows them. */
const HOST = "pulumi-nodejs:ironworks:BareMetalHost";
const MACHINE = "pulumi-nodejs:ironworks:ProvisionedMachine";

/** What `--policy-pack-config` may set for each rule. */
interface Settings {
  /** Stacks whose servers the rule guards. */
  stacks: string[];
  /** Resources that may do it in this run, by name. An approval belongs to a run, not to the program. */
  approved: string[];
}

/** A rule about one input of the resources of one type, on guarded stacks. */
function rule(
  name: string,
  about: { type: string; description: string; violation: (props: Record<string, unknown>) => string | undefined },
): ResourceValidationPolicy {
  return {
    name,
    description: about.description,
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        stacks: { type: "array", items: { type: "string" }, default: ["main"] },
        approved: { type: "array", items: { type: "string" }, default: [] },
      },
    },
    validateResource: (resource, report) => {
      const { stacks, approved } = resource.getConfig<Settings>();
      if (resource.type !== about.type || !stacks.includes(stackOf(resource)) || approved.includes(resource.name)) {
        return;
      }
      const violation = about.violation(resource.props);
      if (violation) {
        report(`${resource.name}: ${violation}`);
      }
    },
  };
}

/** A URN is `urn:pulumi:<stack>::<project>::<types>::<name>`. */
function stackOf({ urn }: ResourceValidationArgs): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

export const policies = [
  rule("machine-detaches", {
    type: MACHINE,
    description: "Deleting a machine leaves its server running.",
    violation: ({ onDestroy = "detach" }) =>
      onDestroy === "detach"
        ? undefined
        : `\`onDestroy\` is \`${onDestroy}\`, and a deleted line would power the server off. next: leave it out`,
  }),
  rule("host-stays", {
    type: HOST,
    description: "Deleting a host leaves it registered in Ironic.",
    violation: ({ onDestroy = "detach" }) =>
      onDestroy === "detach"
        ? undefined
        : `\`onDestroy\` is \`${onDestroy}\`, and a deleted line would not leave the host as it is. next: leave it out`,
  }),
  rule("no-standing-reinstall", {
    type: MACHINE,
    description: "No machine may be erased by whatever change comes next.",
    violation: ({ reinstall }) =>
      (reinstall as { allow?: boolean } | undefined)?.allow === true
        ? "`reinstall.allow` stands in the program. next: change `rebuild` instead, or approve it for one run"
        : undefined,
  }),
  rule("no-standing-takeover", {
    type: HOST,
    description: "No server that runs something unknown is taken over.",
    violation: ({ takeover }) =>
      takeover === true ? "`takeover` stands in the program. next: take it out, or approve it for one run" : undefined,
  }),
];

new PolicyPack("ironworks-servers", { policies });
