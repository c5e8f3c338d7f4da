import { type Problem, problemLine, warningsAmong } from "@ironworks/core";
import type { IConstruct } from "constructs";
import { HostRegistry } from "./hostRegistry.js";

/** A construct that knows what is wrong with it. */
export interface WithProblems extends IConstruct {
  /** @internal */
  _allProblems(): readonly Problem[];
}

/** Warnings of an app. Each is shown once: by the program that asks for it, else by the synthesis. */
export class AppWarnings {
  static readonly #ofApps = new WeakMap<IConstruct, AppWarnings>();

  static of(construct: IConstruct): AppWarnings {
    const { root } = construct.node;
    let warnings = AppWarnings.#ofApps.get(root);
    if (!warnings) {
      warnings = new AppWarnings(root);
      AppWarnings.#ofApps.set(root, warnings);
    }
    return warnings;
  }

  readonly #sources: WithProblems[] = [];
  readonly #hosts: HostRegistry;
  readonly #shown = new Set<string>();

  private constructor(root: IConstruct) {
    // Its validation comes before ours, so that what is printed is what is true now.
    this.#hosts = HostRegistry.of(root);
    root.node.addValidation({
      validate: () => {
        this.#print();
        return [];
      },
    });
  }

  /** From now on, the synthesis prints the construct's warnings. */
  watch(construct: WithProblems): void {
    this.#sources.push(construct);
  }

  /** The warnings of constructs of one sort below a scope, for a program that shows them itself. */
  take(scope: IConstruct, isWanted: (construct: IConstruct) => construct is WithProblems): string[] {
    this.#hosts.refresh();
    const lines = scope.node.findAll().filter(isWanted).flatMap(linesOf);
    for (const line of lines) {
      this.#shown.add(line);
    }
    return lines;
  }

  #print(): void {
    for (const line of this.#sources.flatMap(linesOf)) {
      if (!this.#shown.has(line)) {
        this.#shown.add(line);
        console.warn(`warning: ${line}`);
      }
    }
  }
}

function linesOf(construct: WithProblems): readonly string[] {
  return warningsAmong(construct._allProblems()).map((problem) => `[${construct.node.path}] ${problemLine(problem)}`);
}
