import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { DriverPool } from "../route/driverPool.js";
import { ironicDriver } from "../route/ironicDriver.js";
import { DynamicProvider } from "./dynamicProvider.js";
import { engineChannel } from "./engineChannel.js";

/** What the line stored with every resource requires; nothing for programs. */
export const provider: ResourceProvider = new DynamicProvider(new DriverPool(ironicDriver), engineChannel);
