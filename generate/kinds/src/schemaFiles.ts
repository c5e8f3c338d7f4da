import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type FieldDefinition,
  isTypeName,
  type KindDefinition,
  parseType,
  type TypeDefinition,
} from "@ironworks/metal3/kinds";
import { parse } from "yaml";
import { checkColumn, checkField, checkKind, checkType } from "./schemaCheck.js";

/** A file of types that several kinds share. */
export interface SharedFile {
  /** File name without its ending. */
  readonly name: string;
  /** Put before the names of its types in TypeScript. */
  readonly prefix: string;
  readonly doc: string;
  readonly types: Readonly<Record<string, TypeDefinition>>;
}

/** A file with one kind. */
export interface KindFile {
  readonly name: string;
  readonly definition: KindDefinition;
}

/** Everything that the schema folder says. */
export interface SchemaFiles {
  readonly kinds: readonly KindFile[];
  readonly shared: readonly SharedFile[];
}

/** Reads and checks the schema folder. Throws one error that names every mistake with its file and path. */
export function readSchemaFiles(folder: string): SchemaFiles {
  const mistakes: string[] = [];
  const kinds = yamlFiles(folder).map((path): KindFile => {
    const definition: KindDefinition = parse(readFileSync(path, "utf8"));
    const where = basename(path);
    checkKind(definition, where, mistakes);
    for (const column of definition.columns ?? []) {
      checkColumn(column, `${where}: columns: ${column.name}`, mistakes);
    }
    checkTypes(definition.types, where, mistakes);
    return { name: basename(path, ".yaml"), definition };
  });
  const shared = yamlFiles(join(folder, "shared")).map((path): SharedFile => {
    const file: Omit<SharedFile, "name"> = parse(readFileSync(path, "utf8"));
    checkTypes(file.types, `shared/${basename(path)}`, mistakes);
    return { name: basename(path, ".yaml"), ...file };
  });
  checkReferences({ kinds, shared }, mistakes);
  if (mistakes.length > 0) {
    throw new Error(`The schema files have mistakes:\n  ${mistakes.join("\n  ")}`);
  }
  return { kinds, shared };
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => join(folder, name));
}

function checkTypes(types: Readonly<Record<string, TypeDefinition>>, where: string, mistakes: string[]): void {
  for (const [name, type] of Object.entries(types)) {
    if (!isTypeName(name)) {
      mistakes.push(`${where}: ${name}: a type's name starts with a capital`);
    }
    checkType(type, `${where}: ${name}`, mistakes);
    for (const [field, definition] of Object.entries(type.fields ?? {})) {
      checkField(definition, `${where}: ${name}.${field}`, mistakes);
    }
  }
}

function checkReferences(files: SchemaFiles, mistakes: string[]): void {
  const shared = new Set<string>();
  for (const file of files.shared) {
    for (const name of Object.keys(file.types)) {
      if (shared.has(name)) {
        mistakes.push(`shared/${file.name}.yaml: ${name}: another shared file has this type`);
      }
      shared.add(name);
    }
  }
  const used = new Set<string>();
  const visit = (types: Readonly<Record<string, TypeDefinition>>, where: string, own: ReadonlySet<string>): void => {
    for (const [name, type] of Object.entries(types)) {
      for (const [field, definition] of Object.entries(type.fields ?? {})) {
        const target = innermost(definition);
        if (!isTypeName(target)) {
          continue;
        }
        if (own.has(target)) {
          used.add(`${where}: ${target}`);
        } else if (shared.has(target)) {
          used.add(target);
        } else {
          mistakes.push(`${where}: ${name}.${field}: there is no type ${target}`);
        }
      }
    }
  };
  for (const file of files.shared) {
    visit(file.types, `shared/${file.name}.yaml`, new Set());
  }
  for (const file of files.kinds) {
    const own = new Set(Object.keys(file.definition.types));
    visit(file.definition.types, `${file.name}.yaml`, own);
    for (const name of own) {
      if (name !== "Spec" && name !== "Status" && !used.has(`${file.name}.yaml: ${name}`)) {
        mistakes.push(`${file.name}.yaml: ${name}: no field has this type`);
      }
      if (shared.has(name)) {
        mistakes.push(`${file.name}.yaml: ${name}: a shared file has this type`);
      }
    }
  }
  for (const name of shared) {
    if (!used.has(name)) {
      mistakes.push(`shared: ${name}: no field has this type`);
    }
  }
}

/** The type expression of a field without lists and maps. */
export function innermost(field: Pick<FieldDefinition, "type">): string {
  let expression = field.type;
  for (;;) {
    const parsed = parseType(expression);
    if (parsed.shape === "single") {
      return parsed.of;
    }
    expression = parsed.of;
  }
}
