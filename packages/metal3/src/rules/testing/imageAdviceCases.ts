import type { Manifest } from "../manifest.js";
import { image, type RuleCase, type RuleCases } from "./ruleCase.js";

/** Own objects around the advice on `spec.image`, which hosts and claims share. */
export function imageAdviceCases(prefix: string, wrap: (image: Manifest) => Manifest): readonly RuleCases[] {
  const of = (changes: Manifest): RuleCase => ({ object: wrap(image(changes)) });
  return [
    {
      rule: `${prefix}-image-live-iso-checksum`,
      broken: [
        of({ url: "https://images.site-a.example/rescue.iso", format: "live-iso" }),
        of({ url: "https://images.site-a.example/rescue.iso", format: "live-iso", checksum: "x" }),
      ],
      kept: [of({}), of({ url: "https://images.site-a.example/rescue.iso", format: "live-iso", checksum: undefined })],
    },
    {
      rule: `${prefix}-image-checksum-shape`,
      broken: [
        of({ checksum: "e3e3" }),
        of({ checksum: "not-hex" }),
        of({ checksum: "e3".repeat(33), checksumType: "auto" }),
      ],
      kept: [
        of({ checksum: "https://images.site-a.example/SHA256SUMS" }),
        of({ checksum: "E3".repeat(64), checksumType: "sha512" }),
        of({ checksum: "e3".repeat(32), checksumType: undefined }),
      ],
    },
    {
      rule: `${prefix}-image-checksum-md5`,
      broken: [
        of({ checksum: "e3".repeat(16), checksumType: "md5" }),
        of({ checksum: "e3".repeat(16), checksumType: undefined }),
      ],
      kept: [of({}), of({ checksum: "e3".repeat(32), checksumType: undefined })],
    },
    {
      rule: `${prefix}-image-file-format`,
      broken: [
        of({ format: "raw" }),
        of({ url: "https://images.site-a.example/debian-13.raw.xz", format: "raw" }),
        of({ url: "https://images.site-a.example/debian-13.iso", format: undefined }),
      ],
      kept: [
        of({ format: undefined }),
        of({ url: "https://images.site-a.example/debian-13.QCOW2?build=7" }),
        of({ url: "https://images.site-a.example/debian-13", format: "raw" }),
      ],
    },
    {
      rule: `${prefix}-image-not-fetchable`,
      broken: [
        of({ url: "ftp://10.30.0.1/debian-13.qcow2" }),
        of({ url: "https:///debian-13.qcow2" }),
        of({ url: "/srv/debian-13.qcow2" }),
      ],
      kept: [of({}), of({ url: "file:///srv/debian-13.qcow2" })],
    },
  ];
}
