export {
  type AutomationStack,
  type AutomationStackOptions,
  automationStack,
  type ConfigEntry,
} from "./automationStack.js";
export { cacheFolder, contentKey, makeWhole } from "./cacheFolder.js";
export { type Engine, type EngineSource, findEngine, prepareEngine } from "./engine.js";
export { EngineError } from "./engineError.js";
export { type EngineRun, engineEnvironment } from "./environment.js";
export { modulesFolder } from "./modulesFolder.js";
