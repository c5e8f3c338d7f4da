import { describeRules } from "../testing/describeRules.js";
import { namesakeCases } from "../testing/namesakeCases.js";
import { object, V13, V14 } from "../testing/ruleCase.js";
import { DATA_IMAGE_RULES } from "./dataImage.js";

describeRules(DATA_IMAGE_RULES, [
  {
    rule: "data-image-url",
    broken: [
      { object: object("DataImage", { url: "file:///srv/config.iso" }), release: V14 },
      { object: object("DataImage", { url: "config.iso" }), release: V14 },
      { object: object("DataImage", undefined), release: V14 },
      {
        object: object("DataImage", { url: "" }),
        release: V14,
        given: { old: object("DataImage", { url: "https://images.site-a.example/config.iso" }) },
      },
    ],
    kept: [
      { object: object("DataImage", { url: "file:///srv/config.iso" }), release: V13 },
      { object: object("DataImage", { url: "HTTP://u:p@images.site-a.example/my config.iso" }), release: V14 },
    ],
  },
  namesakeCases("data-image-host-missing", (metadata) =>
    object("DataImage", { url: "https://images.site-a.example/a.iso" }, metadata),
  ),
]);
