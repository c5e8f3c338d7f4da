// For tests of what waits: time that stands still until it is moved.
export { FakeClock } from "./fakeClock.js";
