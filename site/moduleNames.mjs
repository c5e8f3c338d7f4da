import { Converter } from "typedoc";
import { entries } from "./api.mjs";

/** A plugin of typedoc: a module is called what users import it by. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.children ?? []) {
      const file = context.getSymbolFromReflection(module)?.declarations?.[0]?.getSourceFile().fileName;
      module.name = entries.find(({ source }) => source === file)?.name ?? module.name;
    }
  });
}
