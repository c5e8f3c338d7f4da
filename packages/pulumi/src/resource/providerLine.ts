/**
 * The program text that every state file keeps as `__provider` of each of our resources, so it never changes: a new
 * text would be an update of every resource, and an old one must go on working. It finds the installed package from the
 * project's folder (as a direct dependency, or hoisted), then in the hidden folder of pnpm below the project or one of its
 * parents (as a dependency of a dependency), and else says what to do. It knows nothing else.
 */
export const PROVIDER_LINE =
  'exports.handler = () => { let at; try { at = require.resolve("@ironworks/pulumi/dynamic", { paths: module.paths.flatMap((p) => [p, p + "/.pnpm"]) }); } catch { throw new Error("Cannot find @ironworks/pulumi. Add it to " + process.cwd() + "/package.json"); } return require(at).provider; };';
