import type { Account } from "../../pulumi/endpointAccount.js";
import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";

/** Does the endpoint accept the account? */
export const credentials: Check = {
  id: "credentials",
  title: "the endpoint accepts the user name and password",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const { name, account } = reader.target;
      const say = verdictsOn(name, "here");
      const half = halfOf(account);
      if (half !== undefined) {
        return [say.error(half, account.remedy)];
      }
      const range = await reader.range();
      if ("missing" in range) {
        return [say.skipped(range.missing)];
      }
      const access = await reader.access();
      return [verdictOf(name, account, "missing" in access ? access.status : 200, access)];
    }),
};

function verdictOf(name: string, account: Account, status: number | undefined, access: object): Verdict {
  const say = verdictsOn(name, "here");
  const given = account.username !== undefined;
  switch (status) {
    case 200:
      return say.ok(given ? `accepted; from ${account.from}` : "none are needed");
    case 401:
      return given
        ? say.error(`refused (401): the user name or the password from ${account.from} is wrong`, account.remedy)
        : say.error(`the endpoint wants credentials (401), and ${noneWords(account)}`, account.remedy);
    case 403:
      return say.error("the account may not read nodes (403)", "use an account that may read and change nodes");
    default:
      return say.error("missing" in access ? String(access.missing) : "no answer", "look into the log of Ironic");
  }
}

function noneWords({ from }: Account): string {
  return from === "" ? "none were given" : `there are none: ${from}`;
}

function halfOf({ username, password, from }: Account): string | undefined {
  if ((username === undefined) === (password === undefined)) {
    return undefined;
  }
  return username === undefined
    ? `a password is given (${from}), and no user name`
    : `a user name is given (${from}), and no password`;
}
