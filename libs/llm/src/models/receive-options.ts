/** How far a download has come. */
export interface DownloadProgress {
  /** `rehash`: reading what an earlier call left; `receive`: over the network. */
  phase: 'rehash' | 'receive';
  doneBytes: number;
  /** Null when the server does not say. */
  totalBytes: number | null;
}

/** How to receive a file. */
export interface ReceiveOptions {
  token: string | null;
  signal: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  /** Told before each pause after an interruption. */
  onRetry?: (retry: { reason: string; delayMs: number; doneBytes: number }) => void;
  /** Interruptions in a row, without a byte more than ever before, after which to give up. Default 6. */
  maxFailures?: number;
  /** First pause after an interruption, milliseconds; doubles with each one up to 30 s, with jitter. Default 1000. */
  retryDelayMs?: number;
  /** Silence from the server that counts as an interruption, milliseconds. Default 60,000. */
  stallTimeoutMs?: number;
}
