import { HOST_ANNOTATION_RULES } from "./host/annotations.js";
import { HOST_BMC_RULES } from "./host/bmc.js";
import { HOST_BOOT_MAC_RULES } from "./host/bootMac.js";
import { HOST_IMAGE_RULES } from "./host/image.js";
import { HOST_RAID_RULES } from "./host/raid.js";
import { HOST_ROOT_DEVICE_RULES } from "./host/rootDevice.js";
import { HOST_SET_RULES } from "./host/set.js";
import { HOST_SPEC_RULES } from "./host/spec.js";
import { HOST_UPDATE_RULES } from "./host/update.js";
import { SWITCH_RULES } from "./kinds/bareMetalSwitch.js";
import { EVENT_SUBSCRIPTION_RULES } from "./kinds/bmcEventSubscription.js";
import { DATA_IMAGE_RULES } from "./kinds/dataImage.js";
import { HOST_CLAIM_RULES } from "./kinds/hostClaim.js";
import { DEPLOY_POLICY_RULES } from "./kinds/hostDeployPolicy.js";
import { FIRMWARE_COMPONENTS_RULES } from "./kinds/hostFirmwareComponents.js";
import { FIRMWARE_SETTINGS_RULES } from "./kinds/hostFirmwareSettings.js";
import { NETWORK_ATTACHMENT_RULES } from "./kinds/hostNetworkAttachment.js";
import { UPDATE_POLICY_RULES } from "./kinds/hostUpdatePolicy.js";
import type { Rule } from "./rule.js";

/** What the webhooks and we ask of each kind, beyond its definition. */
export const KIND_RULES: readonly Rule[] = [
  ...HOST_BMC_RULES,
  ...HOST_BOOT_MAC_RULES,
  ...HOST_SPEC_RULES,
  ...HOST_RAID_RULES,
  ...HOST_ROOT_DEVICE_RULES,
  ...HOST_IMAGE_RULES,
  ...HOST_ANNOTATION_RULES,
  ...HOST_UPDATE_RULES,
  ...HOST_SET_RULES,
  ...SWITCH_RULES,
  ...EVENT_SUBSCRIPTION_RULES,
  ...DATA_IMAGE_RULES,
  ...HOST_CLAIM_RULES,
  ...DEPLOY_POLICY_RULES,
  ...FIRMWARE_COMPONENTS_RULES,
  ...FIRMWARE_SETTINGS_RULES,
  ...NETWORK_ATTACHMENT_RULES,
  ...UPDATE_POLICY_RULES,
];

/** Every rule of the operator's webhooks. Source: `internal/webhooks` of each release, and what running them showed. */
export const WEBHOOK_RULES: readonly Rule[] = KIND_RULES.filter(({ by }) => by === "webhook");
