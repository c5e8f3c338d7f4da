/** What an error answer says, whatever wrapped it. */
export interface ErrorBody {
  readonly text: string;
  /** False for web pages and empty bodies: something in front of Ironic answered. */
  readonly fromIronic: boolean;
}

/**
 * Reads every shape of error that Ironic and what stands before it send: `error_message` as JSON text, plain text or
 * object; `faultstring` bare; `error.message`; a web page.
 */
export function parseErrorBody(body: string): ErrorBody {
  const json = parse(body);
  if (isRecord(json)) {
    const text = textOf(json.error_message) ?? textOf(json.error) ?? textOf(json);
    if (text !== undefined) {
      return { text, fromIronic: true };
    }
  }
  return { text: pageText(body), fromIronic: false };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") {
    const inner = parse(value);
    return (isRecord(inner) ? textOf(inner) : undefined) ?? value;
  }
  if (!isRecord(value)) {
    return undefined;
  }
  for (const key of ["faultstring", "description", "message", "title"]) {
    const text = value[key];
    if (typeof text === "string" && text !== "") {
      return text;
    }
  }
  return undefined;
}

function pageText(body: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1];
  const text = (title ?? body.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();
  return text.slice(0, 200);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
