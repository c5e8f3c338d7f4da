import { Lab } from "@ironworks/lab";
import { CommandLineProject } from "./commandLineProject.js";

/**
 * A lab with one host, and a project with a stack `dev` whose configuration names the host, its ramdisk and an image.
 *
 * @param program - text of `index.js`
 */
export async function oneHostProject(
  program: string,
): Promise<{ readonly lab: Lab; readonly project: CommandLineProject }> {
  // An inspection that hears nothing of its ramdisk ends soon, and the next run begins a new one.
  const lab = await Lab.start({ hosts: 1, ironic: { timeouts: { inspectSeconds: 30 } } });
  try {
    return { lab, project: await projectOf(lab, program) };
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

async function projectOf(lab: Lab, program: string): Promise<CommandLineProject> {
  // Its credentials come from the environment here; other tests take them from stack configuration.
  const project = await CommandLineProject.create("site", program, {
    IRONWORKS_LAB_USERNAME: lab.credentials.username,
    IRONWORKS_LAB_PASSWORD: lab.credentials.password,
  });
  const [{ bmc, bootMACAddress, disks }] = lab.hosts;
  const { password, ...rest } = bmc;
  const [image] = lab.images;
  const values = {
    endpoint: lab.endpoint,
    ramdisk: lab.ramdisk.iso,
    bmc: JSON.stringify(rest),
    mac: bootMACAddress,
    image: image.url,
    checksum: image.checksum,
    serial: disks[0]?.serial ?? "",
  };
  const commands = [
    ["stack", "init", "dev"],
    ...Object.entries(values).map(([key, value]) => ["config", "set", key, value]),
  ];
  for (const command of commands) {
    const { code, output } = await project.pulumi(...command);
    if (code !== 0) {
      throw new Error(output);
    }
  }
  await project.secret("bmcPassword", password);
  return project;
}
