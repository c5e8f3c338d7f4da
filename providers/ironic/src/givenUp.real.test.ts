import type { HostState } from "@ironworks/core";
import { expect, it } from "vitest";
import { contextOf, failureOf, hostRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(1);

it("a host whose BMC never took the password leaves no node when it is given up, so that anybody may have the server", async () => {
  const { driver, client, lab } = under;
  const labHost = under.host(0);
  const wrong = hostRequest(labHost, { bmc: { ...labHost.bmc, password: "not-the-password" } });
  const failure = await failureOf(driver.createHost(wrong, contextOf()));
  const partial = failure.failure.partial as HostState;
  expect(await client.findNode(partial.nodeUuid)).toMatchObject({ provision_state: "enroll" });

  expect(await driver.deleteHost(partial, "detach", contextOf())).toEqual({ outcome: "done", action: "detach" });
  expect(await client.findNode(partial.nodeUuid)).toBeUndefined();

  const other = { ...hostRequest(labHost), owner: "other/team/prod", hostId: "theirs" };
  const theirs = await driver.createHost(other, contextOf());
  expect(theirs.provisionState).toBe("available");
  expect(await driver.deleteHost(theirs, "detach", contextOf())).toEqual({ outcome: "done", action: "detach" });
  expect((await client.findNode(theirs.nodeUuid))?.extra).toMatchObject({ ironworks: { detached: true } });
  expect(lab.ledger().filter(({ kind }) => kind === "write" || kind === "erase")).toEqual([]);
});
