import type { EngineEvent } from "@pulumi/pulumi/automation";

/** A line that a user reads under a resource. */
export interface Heard {
  /** Name of the resource; `""` of the stack. */
  readonly resource: string;
  readonly severity: string;
  readonly text: string;
  /** Since the resource was begun, or else the run. */
  readonly seconds: number;
}

/** Collects what a run says. */
export class Ears {
  readonly heard: Heard[] = [];
  readonly #began = Date.now();
  readonly #starts = new Map<string, number>();

  /** Takes an event of the engine. */
  readonly listen = (event: EngineEvent): void => {
    const { resourcePreEvent, diagnosticEvent } = event;
    if (resourcePreEvent) {
      this.#starts.set(nameOf(resourcePreEvent.metadata.urn), Date.now());
    }
    if (diagnosticEvent === undefined) {
      return;
    }
    const { urn, message, ephemeral } = diagnosticEvent;
    // What only `--debug` shows; the SDK's type does not list it.
    if ((diagnosticEvent.severity as string) === "debug") {
      return;
    }
    const text = message.replace(/<\{%[^}]*%\}>/g, "").trim();
    const severity: string = ephemeral ? "progress" : diagnosticEvent.severity;
    const resource = urn?.includes("ironworks") ? nameOf(urn) : "";
    const start = this.#starts.get(resource) ?? this.#began;
    this.heard.push({ resource, severity, text, seconds: (Date.now() - start) / 1000 });
  };
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
