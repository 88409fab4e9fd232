/**
 * Spellings by which servers' chat templates mark who speaks: `<|user|>` and its like (Phi, Llama 3, Qwen, GLM), with the
 * full-width bar of DeepSeek, `<start_of_turn>` (Gemma), `<s>`, `[INST]` and `<<SYS>>` (Llama 2, Mistral).
 */
const CONTROL =
  /<(?=[|｜])|<(?=\/?(?:s|bos|eos|pad|unk|mask|start_of_turn|end_of_turn|start_of_image|im_start|im_end|think|tool_call|tool_response)>)|\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])|<(?=<\/?SYS>>)/giu;

/**
 * The text without power over a chat: a server reads a whole conversation back from one string, in which the spelling
 * of a control token inside a document is that token. A space behind its first character makes it mere text.
 */
export function powerless(text: string): string {
  return text.replace(CONTROL, '$& ');
}
