import { KotaeError } from '#client';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/**
 * A tool's result: structured for programs, and as text for models. A refusal is a result as well, so that the model
 * reads what is wrong and can do better; a mistake of ours is thrown.
 */
export async function resultOf<T extends object>(
  work: () => Promise<T>,
  inWords: (value: T) => string,
): Promise<CallToolResult> {
  try {
    const value = await work();
    return {
      structuredContent: { ...value } as Record<string, unknown>,
      content: [{ type: 'text', text: inWords(value) }],
    };
  } catch (error) {
    if (!(error instanceof KotaeError)) throw error;
    return { isError: true, content: [{ type: 'text', text: `${error.message} (${error.code})` }] };
  }
}

/** `handbook.pdf, page 14, Travel > Booking`. */
export function placeOf(at: { document: string; page: number | null; heading: string }): string {
  return [at.document, at.page === null ? '' : `page ${at.page}`, at.heading].filter(Boolean).join(', ');
}
