import type { UploadProgress } from './upload-progress.js';

/** Bytes between two reports. */
const PIECE = 64 * 1024;

/** A file's bytes as a stream that tells how many of them have been taken. */
export function countedStream(
  file: Blob,
  onProgress: (progress: UploadProgress) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const total = file.size;
  let sent = 0;
  onProgress({ sent, total });
  return new ReadableStream({
    async pull(controller) {
      if (sent >= total) return controller.close();
      const piece = await file.slice(sent, sent + PIECE).arrayBuffer();
      controller.enqueue(new Uint8Array(piece));
      sent += piece.byteLength;
      onProgress({ sent, total });
    },
  });
}
