/** Largest JSON body, in bytes: a question of 8,000 characters needs 48 KiB at most even when all are escaped. */
export const MAX_JSON_BODY = 256 * 1024;

/** The same for OpenAI's clients, who send whole chats and hundreds of texts at once. */
export const MAX_OPENAI_BODY = 4 * 1024 * 1024;
