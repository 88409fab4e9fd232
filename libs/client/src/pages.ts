import type { Page } from './shapes.js';

/** Every item of a list, page after page. */
export async function* everyItem<Item>(
  getPage: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void> {
  let cursor: string | undefined;
  do {
    const { items, next_cursor } = await getPage(cursor);
    yield* items;
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
}
