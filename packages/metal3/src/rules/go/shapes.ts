import { kindSchema } from "../../kinds/kindSchema.js";
import type { StructuralSchema } from "../../kinds/structuralSchema.js";
import { type AnyRelease, lineOf } from "../../releases/release.js";
import type { GoShape } from "./json.js";

const SHAPES = new Map<string, GoShape>();

/** The Go type of a host's status; the CRDs are made from the same types. */
export function hostStatusShape(release: AnyRelease): GoShape {
  return remembered(`status ${lineOf(release)}`, () => kindSchema("BareMetalHost", release).properties?.status);
}

/** The Go type of inspected hardware. */
export function hardwareShape(release: AnyRelease): GoShape {
  return remembered(
    `hardware ${lineOf(release)}`,
    () => kindSchema("HardwareData", release).properties?.spec?.properties?.hardware,
  );
}

function remembered(key: string, schema: () => StructuralSchema | undefined): GoShape {
  let shape = SHAPES.get(key);
  if (!shape) {
    shape = shapeOf(schema() ?? { type: "object" });
    SHAPES.set(key, shape);
  }
  return shape;
}

function shapeOf(schema: StructuralSchema): GoShape {
  const { type = "object", properties, items, additionalProperties, format } = schema;
  return {
    type,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, shapeOf(member)])),
    }),
    ...(items && { items: shapeOf(items) }),
    ...(additionalProperties && { values: shapeOf(additionalProperties) }),
    ...(format !== undefined && { format }),
  };
}
