import { explain } from "./failure.mjs";
import { bold, dim, duration, say } from "./terminal.mjs";

/** A step that is quicker than this had nothing to do and is not worth a line. */
const silence = 1_500;

/**
 * Runs one step of the set-up. Its line appears when it starts to take time or has something to say.
 * `work` gets `log`, which prints one line below it.
 */
export async function step({ title, usually }, work) {
  const started = Date.now();
  let shown = false;
  const show = () => {
    if (!shown) {
      say(`${bold(title)} ${dim(`(usually ${usually})`)}`, "  ");
    }
    shown = true;
  };
  const timer = setTimeout(show, silence);
  const log = (line) => {
    show();
    say(line, "    ");
  };
  try {
    const result = await work(log);
    if (shown) {
      say(dim(`done in ${duration(Date.now() - started)}`), "    ");
    }
    return result;
  } catch (error) {
    show();
    throw explain(error, title);
  } finally {
    clearTimeout(timer);
  }
}
