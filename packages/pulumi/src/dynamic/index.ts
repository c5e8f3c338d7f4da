import { DriverPool } from "./driverPool.js";
import { DynamicProvider } from "./dynamicProvider.js";
import { engineChannel } from "./engineChannel.js";
import { ironicDriver } from "./ironicDriver.js";

/** What the line stored with every resource requires; nothing for programs. */
export const provider: DynamicProvider = new DynamicProvider(new DriverPool(ironicDriver), engineChannel);
