import type { createProgram } from "ironworks";

/** Where the page is, from the repository's root. */
export const CLI_PAGE = "docs/reference/cli.md";

type Command = ReturnType<typeof createProgram>;

const INTRODUCTION = `# Command line

\`ironworks\` is the command of the package of the same name. It needs Node 20.19 or later; the \`lab\` commands also need
the package \`@ironworks/lab\` beside it, on Linux.

\`\`\`console
$ npm install --save-dev ironworks
$ npx ironworks --help
\`\`\`

What was asked for goes to standard output; problems, warnings and progress go to standard error. Exit codes, where a command
says nothing else: 0 done, 1 failed, 2 used wrongly. The command reads no settings but its options and the
[environment](configuration.md#environment), and sends nothing to anybody.

This page is made from the command itself (\`pnpm pages\`); do not edit it.
`;

/** The page about every command: its arguments, options, exit codes and examples, as \`--help\` gives them. */
export function cliPage(program: Command): string {
  const commands = leaves(program);
  const overview = commands.map(
    (command) => `| [\`${nameOf(command)}\`](#${anchorOf(command)}) | ${cell(command.description())} |`,
  );
  const head = `\n| command | what it does |\n| --- | --- |\n`;
  return `${INTRODUCTION}${head}${overview.join("\n")}\n${commands.map(section).join("")}`;
}

/** The commands that do something, in their order. */
function leaves(command: Command): readonly Command[] {
  const children = command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== "help");
  return children.length === 0 ? [command] : children.flatMap(leaves);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

function anchorOf(command: Command): string {
  return nameOf(command).replaceAll(" ", "-");
}

function section(command: Command): string {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== "--help");
  const rows = [
    ...help
      .visibleArguments(command)
      .map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)]),
    ...options.map((option) => [help.optionTerm(option), help.optionDescription(option)]),
  ];
  const parts = [
    `## \`${nameOf(command)}\``,
    sentence(command.description()),
    `\`\`\`console\n$ ${nameOf(command)} ${command.usage()}\n\`\`\``,
    `| argument or option | meaning |\n| --- | --- |\n${rows.map(([term = "", text = ""]) => `| \`${term.replaceAll("|", "\\|")}\` | ${cell(text)} |`).join("\n")}`,
    ...afterHelp(command),
  ];
  return `\n${parts.join("\n\n")}\n`;
}

/** What a command adds below its help: paragraphs, and examples as code. */
function afterHelp(command: Command): readonly string[] {
  let text = "";
  const writeOut = (more: string): void => {
    text += more;
  };
  command.configureOutput({ writeOut }).outputHelp();
  return text
    .slice(command.helpInformation().length)
    .trim()
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => {
      const [, title, code] = /^([A-Z][^\n]*):\n(\s[\s\S]*)$/.exec(paragraph) ?? [];
      return code === undefined
        ? cell(paragraph)
        : `${title}:\n\n\`\`\`console\n${code.replaceAll(/^ {2}/gm, "")}\n\`\`\``;
    });
}

function sentence(text: string): string {
  return cell(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
}

/** Text that is one line, in which `|`, `<` and `{{` stand for themselves, outside of code. */
function cell(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return line
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "\\<") : part))
    .join("");
}
