import { fleet } from "./fleet";

fleet([
  {
    name: "node-0",
    bmcAddress: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1",
    bootMACAddress: "00:35:30:2a:ad:48",
    role: "web",
  },
  {
    name: "node-1",
    bmcAddress: "redfish-virtualmedia://10.0.1.3/redfish/v1/Systems/1",
    bootMACAddress: "00:35:30:2a:ad:49",
    role: "database",
  },
  {
    name: "spare-0",
    bmcAddress: "redfish-virtualmedia://10.0.1.4/redfish/v1/Systems/1",
    bootMACAddress: "00:35:30:2a:ad:4a",
  },
]);
