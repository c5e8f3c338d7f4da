import type { ErrorCode, ErrorSubject, FailureRow } from "@ironworks/core";

/** Where the page is, from the repository's root. */
export const ERRORS_PAGE = "docs/errors.md";

const INTRODUCTION = `# Errors

Each error is a class with a stable \`code\` for programs, a sentence for people, and the \`cause\` where there is one. No error,
nor its cause, holds a secret. The text of an error begins with the cause, and names its code in square brackets:

\`\`\`text
the image's checksum differs (got …, want …) · \`rack3-u17\`: deploy failed at write_image after 8m [CHECKSUM_MISMATCH] ·
class image · disks touched: sda · next: fix \`image.checksum\` in your program, then run again
3 problems; nothing was sent [INVALID_INPUT]:
\`\`\`

\`ironworks explain <code>\` says what is here, and \`ironworks explain\` with a pasted message finds the code in it and what Ironic
or the operator meant. By what you see instead: [below](#by-what-ironic-bmcs-and-ramdisks-say), and
[reference/symptoms.md](reference/symptoms.md).

The class is what kind of thing failed: \`config\`, \`credential\`, \`network\`, \`hardware\`, \`image\`, \`ownership\`, \`timeout\`,
\`transient\` (may pass by itself), \`cancelled\`, \`unknown\`.

This page is made from the tables of codes and failures (\`pnpm pages\`); do not edit it.
`;

const SECTIONS: Readonly<Record<ErrorSubject, { readonly title: string; readonly text?: string }>> = {
  input: { title: "Inputs" },
  operation: {
    title: "Hosts and machines",
    text: "`failure.failureClass` says what kind of thing failed, `failure.disksTouched` which disks may have been written, and\n`failure.partial` what exists all the same: the next run goes on from there. Where Ironic's reason is one that Ironworks knows,\nthe code is that of the kind of failure (`BMC_CREDENTIALS`, `IMAGE_NOT_FOUND`, `CHECKSUM_MISMATCH`, …), else one of these.",
  },
  endpoint: { title: "Calls to an endpoint" },
  tools: { title: "The lab and other tools" },
};

const HEAD = "| code | error | class | meaning | next |\n| --- | --- | --- | --- | --- |";

const SAID_HEAD = "| you see | code | class | cause | next |\n| --- | --- | --- | --- | --- |";

const SAID_BY_SERVERS = `## By what Ironic, BMCs and ramdisks say

An error of a host or a machine carries one of these codes where Ironic's reason is known. \`…\` stands for what differs.`;

const SAID_BY_PODS = `## By what pods and the operator say

Before any host is there: \`ironworks explain\` knows them in a pasted log. \`<variable>\` is the name that the message has.`;

/** The page about all codes, by what they are about, and about all failures by what is seen of them. */
export function errorsPage(
  codes: readonly ErrorCode[],
  saidByServers: readonly FailureRow[],
  saidByPods: readonly FailureRow[],
): string {
  const sections = Object.entries(SECTIONS).map(([subject, { title, text }]) => {
    const rows = codes.filter((code) => code.subject === subject).map(row);
    return [`## ${title}`, ...(text ? [text] : []), `${HEAD}\n${rows.join("\n")}`].join("\n\n");
  });
  const said = [
    `${SAID_BY_SERVERS}\n\n${SAID_HEAD}\n${saidByServers.map(saidRow).join("\n")}`,
    `${SAID_BY_PODS}\n\n${SAID_HEAD}\n${saidByPods.map(saidRow).join("\n")}`,
  ];
  return `${INTRODUCTION}\n${[...sections, ...said].join("\n\n")}\n`;
}

function saidRow({ said, id, failureClass, cause, remedy }: FailureRow): string {
  return `| \`${said}\` | \`${id.toUpperCase().replaceAll("-", "_")}\` | ${failureClass} | ${cause} | ${remedy} |`;
}

function row({ code, error, failureClass, meaning, remedy }: ErrorCode): string {
  return `| \`${code}\` | \`${error}\` | ${failureClass} | ${meaning} | ${remedy} |`;
}
