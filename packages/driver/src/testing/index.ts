/**
 * For tests of what waits.
 *
 * @packageDocumentation
 */

// Time that stands still until a test moves it.

export { FakeClock } from "./fakeClock.js";
