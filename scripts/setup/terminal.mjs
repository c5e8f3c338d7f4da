const width = 78;
const tty = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (tty ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint("1");
export const red = paint("31");
export const green = paint("32");
export const dim = paint("2");

/** Breaks text at blanks to fit an 80-column terminal; lines after the first get the indent. */
export function wrap(text, indent = "") {
  const lines = text.split("\n").flatMap((paragraph) => {
    const broken = [""];
    for (const word of paragraph.split(" ")) {
      const last = broken.at(-1);
      if (last && indent.length + last.length + 1 + word.length > width) {
        broken.push(word);
      } else {
        broken[broken.length - 1] = last ? `${last} ${word}` : word;
      }
    }
    return broken;
  });
  return lines.join(`\n${indent}`);
}

export function say(text, indent = "") {
  process.stdout.write(`${indent}${wrap(text, indent)}\n`);
}

/** Such as `0.8 s`, `12 s` or `3 min 05 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 60) {
    return `${Math.round(seconds)} s`;
  }
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
