export * from "./fakeClock.js";
