import { type AnyRelease, lineOf } from "@ironworks/metal3";
import type { KindDefinition, TypeDefinition } from "@ironworks/metal3/kinds";
import { describeWithReleases } from "./describe.js";
import { linesSince, type Member, type NamedType, type TypeForm, type TypeForms } from "./typeForms.js";

const WIDTH = 120;

/** Writes the TypeScript of types: interfaces, enums, and aliases that take a release. */
export class TypeWriter {
  readonly #forms: TypeForms;
  readonly #lookup: (owner: TypeDefinition, expression: string) => TypeDefinition | undefined;

  constructor(forms: TypeForms, lookup: (owner: TypeDefinition, expression: string) => TypeDefinition | undefined) {
    this.#forms = forms;
    this.#lookup = lookup;
  }

  /** Everything that one type needs. */
  type(type: TypeDefinition): string {
    const named = this.#forms.of(type);
    const parts = named.forms.map((form, index) =>
      this.#form(named, form, index === 0 ? undefined : named.forms[index - 1]),
    );
    if (named.generic) {
      parts.push(alias(named));
    }
    return parts.join("\n");
  }

  #form(named: NamedType, form: TypeForm, before: TypeForm | undefined): string {
    const first = form.lines[0];
    const since = before && first ? ` From ${first} on.` : "";
    const head = comment(`${named.definition.doc}${since}`, "");
    if (typeof form.body === "string") {
      return `${head}export type ${form.name} =${union(form.body, form.name)};\n`;
    }
    const replaced = membersOf(before).filter((member) => !hasMember(form, member));
    const omitted = replaced.map((member) => JSON.stringify(member.name)).join(" | ");
    const base = before && (omitted === "" ? before.name : `Omit<${before.name}, ${omitted}>`);
    const changed = form.body.filter((member) => !hasMember(before, member));
    const members = changed.map((member) => this.#member(named, member, first)).join("");
    const open = `export interface ${form.name}${base ? ` extends ${base}` : ""}`;
    return members === "" ? `${head}${open} {}\n` : `${head}${open} {\n${members}}\n`;
  }

  #member(named: NamedType, member: Member, first: AnyRelease | undefined): string {
    const doc = describeWithReleases(member.field, this.#lookup(named.definition, member.field.type), first ?? "v0.1");
    const name = /^[A-Za-z_$][\w$]*$/.test(member.name) ? member.name : JSON.stringify(member.name);
    const tail = member.optional ? `?: ${member.type} | undefined;` : `: ${member.type};`;
    return `${comment(doc, "  ")}  readonly ${name}${tail}\n`;
  }
}

/** The object of a kind: its types together with `apiVersion`, `kind` and `metadata`. */
export function objectType(kind: KindDefinition): string {
  const name = kind.kind;
  const { parameter, argument } = releaseParameter(linesSince(kind.since));
  const needsSpec = Object.values(kind.types.Spec?.fields ?? {}).some((field) => field.required);
  const part = (type: TypeDefinition | undefined, member: string, required: boolean): string =>
    type
      ? `${comment(type.doc, "  ")}  readonly ${member}${required ? "" : "?"}: ${name}${capital(member)}<R>${required ? "" : " | undefined"};\n`
      : "";
  return [
    comment(kind.doc, ""),
    `export interface ${name}Object<${parameter} = ${argument}> {\n`,
    "  /** Group and version of the kind. */\n",
    `  readonly apiVersion: "${kind.group}/${kind.version}";\n`,
    "  /** Name of the kind. */\n",
    `  readonly kind: "${name}";\n`,
    "  /** Name, namespace, labels and annotations. */\n",
    "  readonly metadata: ObjectMeta;\n",
    part(kind.types.Spec, "spec", needsSpec),
    part(kind.types.Status, "status", false),
    "}\n",
  ].join("");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A type parameter for the releases of some lines, and its default: the newest line. */
function releaseParameter(lines: readonly AnyRelease[]): {
  readonly parameter: string;
  readonly argument: string;
} {
  const newest = lines.at(-1) ?? "v0.14";
  const all = lineOf(newest).startsWith("irso-") ? "IronicOperatorLine" : "ReleaseLine";
  const every = lines[0] === "v0.1" || all === "IronicOperatorLine";
  const range = every ? all : lines.map((line) => `"${line}"`).join(" | ");
  return { parameter: `R extends ReleaseIn<${range}>`, argument: `"${newest}"` };
}

function alias(named: NamedType): string {
  const lines = named.forms.flatMap((form) => form.lines);
  const { parameter, argument } = releaseParameter(lines);
  const rows = named.forms.flatMap((form) => form.lines.map((line) => `  "${line}": ${form.name};\n`)).join("");
  return [
    comment(`${named.definition.doc} As a release has it: \`${named.name}<${argument}>\`, which is the default.`, ""),
    `export type ${named.name}<${parameter} = ${argument}> = AtRelease<R, {\n${rows}}>;\n`,
  ].join("");
}

function membersOf(form: TypeForm | undefined): readonly Member[] {
  return !form || typeof form.body === "string" ? [] : form.body;
}

function hasMember(form: TypeForm | undefined, { name, type, optional }: Member): boolean {
  return membersOf(form).some((other) => other.name === name && other.type === type && other.optional === optional);
}

function union(body: string, name: string): string {
  if (`export type ${name} = ${body};`.length <= WIDTH) {
    return ` ${body}`;
  }
  return body
    .split(" | ")
    .map((literal) => `\n  | ${literal}`)
    .join("");
}

/** A doc comment, wrapped. */
export function comment(text: string, indent: string): string {
  const safe = text.replaceAll("*/", "*\\/");
  if (indent.length + safe.length + 7 <= WIDTH) {
    return `${indent}/** ${safe} */\n`;
  }
  const lines: string[] = [];
  let line = "";
  for (const word of safe.split(" ")) {
    if (line !== "" && indent.length + 3 + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return `${indent}/**\n${lines.map((text) => `${indent} * ${text}\n`).join("")}${indent} */\n`;
}
