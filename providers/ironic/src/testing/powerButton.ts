import { request as httpsRequest } from "node:https";
import type { LabHost } from "@ironworks/lab";

/** As somebody at the server's front would: past Ironic. */
export async function pressPowerButton(host: LabHost): Promise<void> {
  await redfish(host, "POST", "/Actions/ComputerSystem.Reset", { ResetType: "On" });
  // The emulator carries it out when it is next asked.
  await redfish(host, "GET", "");
}

function redfish(host: LabHost, method: string, action: string, content?: unknown): Promise<void> {
  const url = new URL(host.bmc.address.replace(/^[a-z-]+\+?(https?)?:/, "https:"));
  const body = content === undefined ? "" : JSON.stringify(content);
  const auth = `${host.bmc.username}:${host.bmc.password}`;
  const path = `${url.pathname}${action}`;
  const headers = { "Content-Type": "application/json", "Content-Length": body.length };
  return new Promise((resolve, reject) => {
    const options = { host: url.hostname, port: url.port, path, auth, headers, method, rejectUnauthorized: false };
    const sent = httpsRequest(options, (answer) => {
      answer.resume();
      answer.on("end", () =>
        (answer.statusCode ?? 500) < 300 ? resolve() : reject(new Error(`${answer.statusCode}`)),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
