import type { Lab } from "@ironworks/lab";

/** Somebody else's hands on the lab's Ironic, past every gate. */
export async function ironic<Answer>(lab: Lab, method: string, path: string, body?: object): Promise<Answer> {
  const { username, password } = lab.credentials;
  const response = await fetch(`${lab.endpoint}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      "content-type": "application/json",
      "openstack-api-version": "baremetal 1.82",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}
