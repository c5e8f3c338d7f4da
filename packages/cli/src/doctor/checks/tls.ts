import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { type Certificate, certificateOf } from "../net/certificateProbe.js";
import { hostOf } from "../net/nameProbe.js";
import type { EndpointTarget } from "../target/target.js";

const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a warning. */
const SOON_DAYS = 21;

/** Is the endpoint's certificate trusted, for its name, and not about to end? */
export const tls: Check = {
  id: "tls",
  title: "the endpoint's certificate is trusted and valid",
  jobs: (world) =>
    perEndpoint(world, async ({ target }) => {
      const say = verdictsOn(target.name, "here");
      const host = hostOf(target.url);
      if (host === undefined) {
        return [say.skipped("the endpoint is not a URL")];
      }
      const { protocol, port } = new URL(target.url);
      if (protocol !== "https:") {
        return [plain(target, host)];
      }
      const question = { host, port: Number(port || 443), ca: target.ca, timeoutMs: world.timeoutMs };
      const found = await certificateOf(question);
      if (!("kind" in found)) {
        return [verdictOf(found, target, host, world.now)];
      }
      return found.kind === "tls" || found.kind === "broken"
        ? [say.error(`${target.url}: ${found.text}`, "write `http://` if Ironic has no TLS")]
        : [say.skipped(`no connection: ${found.text}`)];
    }),
};

function plain({ name, account }: EndpointTarget, host: string): Verdict {
  const say = verdictsOn(name, "here");
  const isLocal = /^(?:localhost|127\.|::1$)/.test(host);
  if (account.password === undefined || isLocal) {
    return say.skipped("plain HTTP");
  }
  return say.warning("plain HTTP: the password goes over the network as it is", "put TLS in front of Ironic");
}

function verdictOf(certificate: Certificate, target: EndpointTarget, host: string, now: number): Verdict {
  const { subject, issuer, names, validFrom, validTo, problem, reason } = certificate;
  const say = verdictsOn(target.name, "here");
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const insecure = target.insecure ? "; accepted, because `insecure` is set" : "";
  const bad = target.insecure ? say.warning : say.error;
  switch (problem) {
    case "expired":
      return bad(`the certificate of \`${subject}\` ended on ${day(validTo)}${insecure}`, "renew it");
    case "not-yet-valid":
      return bad(
        `the certificate of \`${subject}\` begins on ${day(validFrom)}${insecure}`,
        "check the clocks of this machine and of the one that made it",
      );
    case "names":
      return bad(
        `the certificate is for ${names.join(", ") || subject}, not for ${host}${insecure}`,
        "use one of its names in `endpoint`, or renew it with this one",
      );
    case "untrusted":
      return bad(
        `the certificate of \`${subject}\`, issued by \`${issuer}\`, is not trusted (${reason})${insecure}`,
        target.ca === undefined
          ? "set `caFile` to the authority that issued it"
          : "set `caFile` to the authority that issued it: the given one did not",
      );
    default: {
      const days = Math.floor((validTo.getTime() - now) / DAY_MS);
      return days < SOON_DAYS
        ? say.warning(`the certificate of \`${subject}\` ends on ${day(validTo)}, in ${days} days`, "renew it")
        : say.ok(`\`${subject}\`, issued by \`${issuer}\`, valid until ${day(validTo)}`);
    }
  }
}
