import type { Clock } from "@ironworks/driver";

/** Milliseconds in which questions asked side by side become one. */
const WINDOW_MS = 100;

/**
 * Makes one call of many: whoever asks within the window shares the next call. A call never serves a question that came
 * after it began, so every answer is younger than its question.
 */
export class BatchedQuestions<Question, Answer> {
  readonly #clock: Clock;
  readonly #ask: (questions: readonly Question[]) => (question: Question) => Promise<Answer>;
  #waiting: { question: Question; resolve: (answer: Promise<Answer>) => void }[] = [];

  constructor(clock: Clock, ask: (questions: readonly Question[]) => (question: Question) => Promise<Answer>) {
    this.#clock = clock;
    this.#ask = ask;
  }

  answer(question: Question): Promise<Answer> {
    return new Promise<Answer>((resolve) => {
      this.#waiting.push({ question, resolve });
      if (this.#waiting.length > 1) {
        return;
      }
      this.#clock.after(WINDOW_MS, () => {
        const group = this.#waiting;
        this.#waiting = [];
        const answerOf = this.#ask(group.map((entry) => entry.question));
        for (const entry of group) {
          entry.resolve(answerOf(entry.question));
        }
      });
    });
  }
}
