/** Answers in the order of the items, at most `limit` of them asked for at a time. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  limit: number,
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = new Array<Answer>(items.length);
  const open = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of open) {
      answers[index] = await ask(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return answers;
}
