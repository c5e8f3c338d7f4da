import { type Check, perEndpoint } from "../check.js";
import { verdictsOn } from "../finding.js";
import { SPOKEN } from "../ironicReader.js";

/** Is there a version of the API that both sides speak? */
export const apiVersion: Check = {
  id: "api-version",
  title: "the API has a version that Ironworks speaks",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const say = verdictsOn(reader.target.name, "here");
      const range = await reader.range();
      if ("missing" in range) {
        return range.status === undefined
          ? [say.skipped(range.missing)]
          : [say.error(range.missing, "give the address of Ironic's API, usually port 6385, without a path after it")];
      }
      const { min, max } = range.value;
      const spoken = `it speaks 1.${min} to 1.${max}, Ironworks 1.${SPOKEN.oldest} to 1.${SPOKEN.newest}`;
      if (max < SPOKEN.oldest) {
        return [say.error(spoken, "upgrade Ironic to 21.4 (2023.1) or later")];
      }
      return [min > SPOKEN.newest ? say.error(spoken, "use a newer release of Ironworks") : say.ok(spoken)];
    }),
};
