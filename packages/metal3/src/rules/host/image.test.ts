import { describeRules } from "../testing/describeRules.js";
import { imageAdviceCases } from "../testing/imageAdviceCases.js";
import { host, image, LEGACY, V12, V13, V14 } from "../testing/ruleCase.js";
import { HOST_IMAGE_RULES } from "./image.js";

describeRules(HOST_IMAGE_RULES, [
  {
    rule: "host-image-url",
    broken: [
      { object: host({ image: image({ url: "debian-13.qcow2" }) }) },
      { object: host({ image: image({ url: "file:///srv/debian-13.qcow2" }) }), release: V14 },
      { object: host({ image: image({ url: "http://fd00::7/debian-13.qcow2" }) }), release: V14 },
      { object: host({ image: image({ url: "" }) }), release: "v0.1.1" },
    ],
    kept: [
      { object: host({ image: image({ url: "file:///srv/debian-13.qcow2" }) }), release: V13 },
      { object: host({ image: image({ url: "http://fd00::7/debian-13.qcow2" }) }), release: V13 },
      { object: host({ image: image({ url: "debian-13.qcow2" }) }), release: LEGACY },
      { object: host({ image: image({ url: "HTTPS://" }) }), release: V14 },
      { object: host({ image: image({ url: "http:debian-13.qcow2" }) }), release: V14 },
    ],
  },
  {
    rule: "host-image-checksum-required",
    broken: [
      { object: host({ image: { url: "https://images.site-a.example/debian-13.qcow2" } }) },
      { object: host({ image: image({ checksum: "" }) }), release: "v0.11.0" },
      { object: host({ image: { url: "OCI://registry.site-a.example/debian:13" } }), release: V12 },
    ],
    kept: [
      { object: host({ image: { url: "https://images.site-a.example/rescue.iso", format: "live-iso" } }) },
      { object: host({ image: { url: "oci://registry.site-a.example/debian:13" } }), release: V12 },
      { object: host({ image: { url: "OCI://registry.site-a.example/debian:13" } }), release: V13 },
      { object: host({ image: { url: "https://images.site-a.example/debian-13.qcow2" } }), release: "v0.10.0" },
      { object: host({ image: null }) },
    ],
  },
  {
    rule: "host-image-oci-checksum",
    broken: [
      { object: host({ image: image({ url: "oci://registry.site-a.example/debian:13" }) }), release: V14 },
      { object: host({ image: image({ url: "OCI://registry.site-a.example/debian:13" }) }), release: V14 },
    ],
    kept: [
      { object: host({ image: image({ url: "oci://registry.site-a.example/debian:13" }) }), release: V13 },
      { object: host({ image: { url: "oci://registry.site-a.example/debian:13" } }), release: V14 },
    ],
  },
  ...imageAdviceCases("host", (spec) => host({ image: spec })),
]);
