import { ageBetween } from "../../terminal/age.js";
import { type Check, perEndpoint } from "../check.js";
import { verdictsOn } from "../finding.js";
import { dateOf } from "../ironicReader.js";

const WARN_MS = 30_000;
/** Certificates and tokens that are made for minutes fail from here on. */
const BAD_MS = 300_000;

/** Do the endpoint's clock and ours agree? A `Date` header is exact to a second. */
export const clock: Check = {
  id: "clock",
  title: "the clocks of the endpoint and of this machine agree",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const say = verdictsOn(reader.target.name, "here");
      const root = await reader.root();
      if ("trouble" in root) {
        return [say.skipped("the endpoint does not answer")];
      }
      const date = dateOf(root.reply);
      if (date === undefined) {
        return [say.skipped("the endpoint does not say what time it has")];
      }
      const ours = (root.reply.sentAt + root.reply.receivedAt) / 2;
      const skew = Math.abs(date - ours);
      if (skew < WARN_MS) {
        return [say.ok("they agree")];
      }
      const seen = `the endpoint is ${ageBetween(0, skew)} ${date > ours ? "ahead" : "behind"}`;
      const remedy = "set both by NTP: certificates of ramdisks are made for minutes, by Ironic's clock";
      return [skew < BAD_MS ? say.warning(seen, remedy) : say.error(seen, remedy)];
    }),
};
