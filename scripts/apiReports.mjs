/**
 * `node scripts/apiReports.mjs [--update]`: compares the public API of every published package with its
 * checked-in report `etc/<name>.api.md`, or writes the reports anew. Packages must be built.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { publicPackages } from "./publicPackages.mjs";

const update = process.argv.includes("--update");
const temporary = mkdtempSync(join(tmpdir(), "ironworks-api-"));

function config({ folder, manifest }) {
  const report = `${manifest.name.replace(/^@.*\//, "")}.api.md`;
  mkdirSync(join(folder, "etc"), { recursive: true });
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, "package.json"),
    packageJson: manifest,
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, manifest.types),
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
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.None, addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

let changed = 0;
try {
  for (const each of publicPackages()) {
    const { apiReportChanged, errorCount } = Extractor.invoke(config(each), {
      localBuild: update,
      showVerboseMessages: false,
      messageCallback: (message) => {
        message.handled = message.logLevel !== ExtractorLogLevel.Error;
      },
    });
    if (!apiReportChanged && errorCount === 0) {
      continue;
    }
    changed += 1;
    if (errorCount > 0) {
      console.error(`${each.manifest.name}: the API cannot be read`);
    } else if (update) {
      console.log(`${each.manifest.name}: report written`);
    } else {
      console.error(
        `${each.manifest.name}: the public API is not what its report says. Next: \`pnpm api\`, and review the change`,
      );
    }
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
if (!update) {
  process.exitCode = changed > 0 ? 1 : 0;
}
