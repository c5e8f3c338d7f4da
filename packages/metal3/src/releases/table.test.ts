import { describe, expect, it } from "vitest";
import { compareReleases, isRelease } from "./release.js";
import { findRelease, KNOWN_RELEASES } from "./table.js";

describe("the table of releases", () => {
  it("has releases only, each once, oldest first", () => {
    expect(KNOWN_RELEASES.every(isRelease)).toBe(true);
    expect([...KNOWN_RELEASES].sort(compareReleases)).toEqual(KNOWN_RELEASES);
    expect(new Set(KNOWN_RELEASES).size).toBe(KNOWN_RELEASES.length);
    for (const release of KNOWN_RELEASES) {
      expect(findRelease(release)?.release).toBe(release);
    }
    expect(findRelease("v0.7.0")).toBeUndefined();
    expect(findRelease("v0.13")).toBeUndefined();
  });

  it("gives patches what their line has, and what earlier patches changed", () => {
    const [first, last] = [findRelease("v0.12.0"), findRelease("v0.12.6")];
    expect(first?.images.ironic).toBe("quay.io/metal3-io/ironic");
    expect(findRelease("v0.12.3")?.images.ironic).toBe("quay.io/metal3-io/ironic:release-33.0");
    expect(last?.images.ironic).toBe("quay.io/metal3-io/ironic:release-33.0");
    expect(findRelease("v0.13.0")?.images.ironic).toBe("quay.io/metal3-io/ironic");
  });

  it("knows the regression that took away the right to delete secrets", () => {
    const secrets = (release: string) =>
      findRelease(release)?.operator.rules.find(({ resources }) => resources?.includes("secrets"))?.verbs;
    expect(secrets("v0.12.3")).toContain("delete");
    for (const release of ["v0.11.7", "v0.12.5", "v0.13.1"]) {
      expect(secrets(release)).not.toContain("delete");
    }
    for (const release of ["v0.12.6", "v0.13.2", "v0.14.0-rc.0"]) {
      expect(secrets(release)).toContain("delete");
    }
  });

  it("says what must be there though blank", () => {
    expect(findRelease("v0.1.0")?.mustBePresent).toEqual(["PROVISIONING_IP", "IRONIC_IP"]);
    expect(findRelease("v0.13.2")?.mustBePresent).toEqual([]);
  });

  it("offers later variables to later releases only", () => {
    expect(findRelease("v0.11.7")?.optionalKeys.operator).not.toContain("IRONIC_NAME");
    expect(findRelease("v0.12.0")?.optionalKeys.operator).toContain("IRONIC_NAME");
    expect(findRelease("v0.14.0-rc.0")?.optionalKeys.operator).toContain("PROVISIONING_NETWORK_DISABLED");
  });
});
