/** What a server does, and the packages that it needs for it. */
export const roles = {
  web: ["nginx"],
  database: ["postgresql"],
} satisfies Record<string, readonly string[]>;

export interface Server {
  bmcAddress: string;
  bootMACAddress: string;
  /** Installs the server. Without it, the server is only registered and inspected. */
  role?: keyof typeof roles;
}

/** Every rack, with its servers by unit. */
export const racks: Record<string, Record<string, Server>> = {
  "rack-1": {
    u1: {
      bmcAddress: "redfish-virtualmedia://10.0.1.1/redfish/v1/Systems/1",
      bootMACAddress: "00:35:30:2a:ad:01",
    },
    u2: {
      bmcAddress: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1",
      bootMACAddress: "00:35:30:2a:ad:02",
    },
  },
};
