import { isIP } from "node:net";
import { connect } from "node:tls";
import { type ConnectionTrouble, connectionTrouble } from "./connectionTrouble.js";

/** A server's certificate, and whether it is trusted. */
export interface Certificate {
  /** Undefined where chain, names and dates are right. */
  readonly problem?: "expired" | "not-yet-valid" | "names" | "untrusted" | undefined;
  /** Node's words for the problem. */
  readonly reason?: string | undefined;
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses that it is for. */
  readonly names: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** How a server is met. */
export interface CertificateQuestion {
  readonly host: string;
  readonly port: number;
  /** Authorities to trust, PEM; absent: the system's. */
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
}

/** Shakes hands, reads the certificate, and hangs up. */
export function certificateOf(question: CertificateQuestion): Promise<Certificate | ConnectionTrouble> {
  const { host, port, ca, timeoutMs } = question;
  return new Promise((resolve) => {
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...servername, ...(ca !== undefined && { ca }), rejectUnauthorized: false });
    const end = (result: Certificate | ConnectionTrouble): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeoutMs, () => end(connectionTrouble({ code: "ETIMEDOUT" })));
    socket.once("error", (error) => end(connectionTrouble(error)));
    socket.once("secureConnect", () => {
      const peer = socket.getPeerCertificate();
      // Node sets a text or an Error, whatever its types say.
      const reason: unknown = socket.authorized ? undefined : socket.authorizationError;
      end({
        ...(reason !== undefined && reason !== null && problemOf(reason)),
        subject: oneName(peer.subject?.CN) ?? "without a name",
        issuer: oneName(peer.issuer?.CN) ?? oneName(peer.issuer?.O) ?? "without a name",
        names: (peer.subjectaltname ?? "").split(", ").flatMap((name) => name.split(":").slice(1).join(":") || []),
        validFrom: new Date(peer.valid_from),
        validTo: new Date(peer.valid_to),
      });
    });
  });
}

function problemOf(reason: unknown): Pick<Certificate, "problem" | "reason"> {
  const text = reason instanceof Error ? `${"code" in reason ? reason.code : ""} ${reason.message}` : String(reason);
  const code = text.trim();
  if (/CERT_HAS_EXPIRED/.test(code)) {
    return { problem: "expired", reason: code };
  }
  if (/CERT_NOT_YET_VALID/.test(code)) {
    return { problem: "not-yet-valid", reason: code };
  }
  return { problem: /ALTNAME|HOSTNAME_MISMATCH/.test(code) ? "names" : "untrusted", reason: code };
}

function oneName(name: string | readonly string[] | undefined): string | undefined {
  return typeof name === "string" ? name : name?.[0];
}
