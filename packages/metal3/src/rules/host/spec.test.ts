import { describeRules } from "../testing/describeRules.js";
import { host, LEGACY, MAC, type RuleCases, V14 } from "../testing/ruleCase.js";
import { HOST_SPEC_RULES } from "./spec.js";

describeRules(HOST_SPEC_RULES, [
  {
    rule: "host-name-is-uuid",
    broken: [
      { object: host({}, { name: "7d1f1c0e-52a4-4c52-9d5e-0f4a3b1c2d3e" }) },
      { object: host({}, { name: "7d1f1c0e52a44c529d5e0f4a3b1c2d3e" }), release: LEGACY },
      { object: host({}, { name: "a7d1f1c0e-52a4-4c52-9d5e-0f4a3b1c2d3ez" }) },
    ],
    kept: [
      { object: host({}, { name: "7d1f1c0e-52a4-4c52-9d5e" }) },
      { object: host({}, { name: "node-7d1f1c0e52a44c529d5e0f4a3b1c2d3e" }) },
    ],
  },
  ...(
    [
      ["userData", "host-user-data-namespace"],
      ["networkData", "host-network-data-namespace"],
      ["metaData", "host-meta-data-namespace"],
    ] as const
  ).map(
    ([field, rule]): RuleCases => ({
      rule,
      broken: [
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }) },
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }), release: "v0.8.1" },
      ],
      kept: [
        { object: host({ [field]: { name: "own", namespace: "site-a" } }) },
        { object: host({ [field]: { name: "own" } }) },
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }), release: "v0.9.0" },
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }), release: LEGACY },
      ],
    }),
  ),
  {
    rule: "host-power-off-contradiction",
    broken: [
      { object: host({ online: false, disablePowerOff: true }) },
      { object: host({ online: false, disablePowerOff: true }), release: "v0.10.0" },
    ],
    kept: [
      { object: host({ online: true, disablePowerOff: true }) },
      { object: host({ online: false, disablePowerOff: false }) },
    ],
  },
  {
    rule: "host-interface-unnamed",
    broken: [
      { object: host({ networkInterfaces: [{}] }), release: V14 },
      {
        object: host({ networkInterfaces: [{ name: "eno1" }, { hostNetworkAttachment: { name: "prod" } }] }),
        release: V14,
      },
    ],
    kept: [
      { object: host({ networkInterfaces: [{ name: "eno1" }] }), release: V14 },
      { object: host({ networkInterfaces: [{ macAddress: MAC }] }), release: V14 },
    ],
  },
  {
    rule: "host-interface-named-twice",
    broken: [
      { object: host({ networkInterfaces: [{ name: "eno1", macAddress: MAC }] }), release: V14 },
      {
        object: host({ networkInterfaces: [{ name: "eno2", macAddress: MAC }, {}] }),
        release: V14,
        also: ["host-interface-unnamed"],
      },
    ],
    kept: [
      { object: host({ networkInterfaces: [{ name: "eno1" }, { macAddress: MAC }] }), release: V14 },
      { object: host({ networkInterfaces: [] }), release: V14 },
    ],
  },
  {
    rule: "host-interface-duplicate",
    broken: [
      { object: host({ networkInterfaces: [{ name: "eno1" }, { name: "ENO1" }] }), release: V14 },
      { object: host({ networkInterfaces: [{ macAddress: MAC }, { macAddress: MAC.toUpperCase() }] }), release: V14 },
    ],
    kept: [
      { object: host({ networkInterfaces: [{ name: "eno1" }, { name: "eno2" }] }), release: V14 },
      {
        object: host({ networkInterfaces: [{ name: "eno1" }, { name: "eno1", macAddress: MAC }] }),
        release: V14,
        also: ["host-interface-named-twice"],
      },
    ],
  },
  {
    rule: "host-interfaces-unused",
    broken: [
      { object: host({ networkInterfaces: [{ name: "eno1" }] }), release: V14 },
      { object: host({ networkInterfaces: [{ macAddress: MAC }] }), release: "v0.14" },
    ],
    kept: [
      { object: host({ networkInterfaces: [] }), release: V14 },
      { object: host(), release: V14 },
    ],
  },
]);
