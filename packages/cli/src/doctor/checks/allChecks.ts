import type { Check } from "../check.js";
import { apiVersion } from "./apiVersion.js";
import { bmcFromHere } from "./bmcFromHere.js";
import { bmcSeenByIronic, nodeSettings } from "./bmcSeenByIronic.js";
import { clock } from "./clock.js";
import { conductors } from "./conductors.js";
import { credentials } from "./credentials.js";
import { drivers } from "./drivers.js";
import { endpointAnswers } from "./endpointAnswers.js";
import { endpointName } from "./endpointName.js";
import { enrolled } from "./enrolled.js";
import { checksums, images, otherFiles, ramdisks } from "./files.js";
import { heartbeat } from "./heartbeat.js";
import { maintenance } from "./maintenance.js";
import { names } from "./names.js";
import { stackAddress, stackImages, stackNames, stackPlacement, stackVariables } from "./stackChecks.js";
import { tls } from "./tls.js";

/** Every check, in the order in which they are shown: the way from this machine to a server. */
export const CHECKS: readonly Check[] = [
  stackVariables,
  stackAddress,
  stackNames,
  stackPlacement,
  stackImages,
  endpointName,
  endpointAnswers,
  tls,
  apiVersion,
  credentials,
  clock,
  conductors,
  drivers,
  names,
  ramdisks,
  images,
  checksums,
  otherFiles,
  enrolled,
  nodeSettings,
  maintenance,
  heartbeat,
  bmcSeenByIronic,
  bmcFromHere,
];
