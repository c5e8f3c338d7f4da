export * from "./backoff.js";
export * from "./budget.js";
export * from "./clock.js";
export * from "./ownership.js";
export * from "./progress.js";
export * from "./runningOperation.js";
export * from "./wait.js";
