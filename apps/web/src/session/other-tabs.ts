const channel = new BroadcastChannel('kotae');

/** Tells the other tabs of this browser that a conversation has begun or gone on. */
export function tellOtherTabs(conversation: string): void {
  // A channel has no target origin: it never leaves its own.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel.postMessage(conversation);
}

/** Calls back with the conversation whenever another tab tells of one. @returns what ends that */
export function onOtherTabs(heard: (conversation: string) => void): () => void {
  const abort = new AbortController();
  const listener = ({ data }: MessageEvent<string>): void => heard(data);
  channel.addEventListener('message', listener, { signal: abort.signal });
  return () => abort.abort();
}
