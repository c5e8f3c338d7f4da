/**
 * `node scripts/apiReports.mjs [--update]`: compares the public API of every published package with its
 * checked-in reports, or writes them anew: `etc/<name>.api.md`, and `etc/<name>-<part>.api.md` for what is imported
 * as `<name>/<part>`. Packages must be built. A public name that is
 * not documented, or not made of public names, is an error.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { publicPackages } from "./publicPackages.mjs";
import { root } from "./setup/root.mjs";

const update = process.argv.includes("--update");
const temporary = mkdtempSync(join(tmpdir(), "ironworks-api-"));

/** What a package lets others import: `{ name, types, report }` each. */
function entries({ manifest }) {
  const short = manifest.name.replace(/^@.*\//, "");
  return Object.entries(manifest.exports)
    .filter(([, target]) => target.types)
    .map(([path, { types }]) => ({
      name: join(manifest.name, path),
      types,
      report: `${[short, ...path.split("/").slice(1)].join("-")}.api.md`,
    }));
}

function config({ folder, manifest }, { types, report }) {
  const wanted = { logLevel: ExtractorLogLevel.Error };
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, "package.json"),
    packageJson: manifest,
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, types),
      compiler: { tsconfigFilePath: join(folder, "tsconfig.json") },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: join(folder, "etc"),
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          "ae-forgotten-export": wanted,
          "ae-undocumented": wanted,
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

/** The names that a report lists as exported. */
function exportedNames(report) {
  const text = readFileSync(join(temporary, report), "utf8");
  return [...text.matchAll(/^export (?:(?:declare|abstract|const|class|function|interface|type) )+(\w+)/gm)].map(
    (match) => match[1],
  );
}

/** Compares or writes one report: what is wrong, `forgotten` being the name that is public and not exported. */
function compare(each, entry) {
  const faults = [];
  const { apiReportChanged } = Extractor.invoke(config(each, entry), {
    localBuild: update,
    showVerboseMessages: false,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) {
        const file = message.sourceFilePath ? relative(root, message.sourceFilePath) : each.manifest.name;
        const forgotten = message.messageId === "ae-forgotten-export" && /"(\w+)"/.exec(message.text)?.[1];
        faults.push({ text: `${entry.name}: ${file}:${message.sourceFileLine ?? 1} ${message.text}`, forgotten });
      }
    },
  });
  if (apiReportChanged && update) {
    console.log(`${entry.name}: report written`);
  } else if (apiReportChanged) {
    faults.push({
      text: `${entry.name}: the public API is not what its report says; next: \`pnpm api\`, and review the change`,
    });
  }
  return faults;
}

/** What is wrong with a package. A name may be imported from any of its parts. */
function check(each) {
  mkdirSync(join(each.folder, "etc"), { recursive: true });
  const parts = entries(each);
  const faults = parts.flatMap((entry) => compare(each, entry));
  const exported = new Set(parts.flatMap(({ report }) => exportedNames(report)));
  return faults.filter(({ forgotten }) => !exported.has(forgotten)).map(({ text }) => text);
}

const faults = [];
try {
  faults.push(...publicPackages().flatMap(check));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
for (const fault of faults) {
  console.error(fault);
}
process.exitCode = faults.length > 0 ? 1 : 0;
