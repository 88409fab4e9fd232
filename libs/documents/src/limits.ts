/** What one document may cost before it is refused. Every field has a default in {@link defaultParseLimits}. */
export interface ParseLimits {
  /** Largest file, bytes, of the types that are read whole: all but plain text. */
  maxBytes: number;
  /** Most pages (PDF), slides or sheets. */
  maxPages: number;
  /** Longest extracted text, UTF-16 code units, of the types that are read whole. */
  maxCharacters: number;
  /** Most entries of all ZIP containers in a document (DOCX, PPTX, XLSX, and those among its parts), together. */
  maxZipEntries: number;
  /** Most bytes that the parts of ZIP containers which are read may inflate to, together. */
  maxZipBytes: number;
  /** Most bytes out of one byte in, for a part of a ZIP container that inflates to more than 1 MiB. */
  maxZipRatio: number;
  /** Most attachments of a message, or files of an archive. */
  maxParts: number;
  /** How deep documents may be nested, e.g. a message that is attached to a message. */
  maxNesting: number;
  /** Most pictures that are read by recognition; a PDF of more scanned pages is refused, of others the rest is passed over. */
  maxPictures: number;
  /** Most bytes of the pictures inside a document that are handed over for recognition, together; the rest is passed over. */
  maxPictureBytes: number;
}

/**
 * The limits that hold unless a caller says otherwise. Twenty million characters are about 10,000 dense pages; real
 * Office XML deflates 5 to 60 times (a sheet of empty rows at most 150 times), a bomb about 1,000 times.
 */
export const defaultParseLimits: Readonly<ParseLimits> = Object.freeze({
  maxBytes: 200 * 2 ** 20,
  maxPages: 10_000,
  maxCharacters: 20_000_000,
  maxZipEntries: 10_000,
  maxZipBytes: 200 * 2 ** 20,
  maxZipRatio: 300,
  maxParts: 10_000,
  maxNesting: 5,
  // One picture takes 2 to 20 s of a core, so more would hold up other documents for hours.
  maxPictures: 500,
  maxPictureBytes: 64 * 2 ** 20,
});

/** Bounds on a parsing child as a process. */
export interface ProcessLimits {
  /** Wall clock and CPU time for one file, milliseconds. */
  timeoutMs: number;
  /** JavaScript heap, MiB; buffers may take as much again. */
  memoryMb: number;
}

/** Two minutes are about 10,000 pages; half a GiB of heap holds a document of a few hundred MB. */
export const defaultProcessLimits: Readonly<ProcessLimits> = Object.freeze({
  timeoutMs: 120_000,
  memoryMb: 512,
});

/** The worker's setting for each limit, which every error about the limit names. */
export const limitSettings = Object.freeze({
  maxBytes: 'KOTAE_MAX_FILE_BYTES',
  maxPages: 'KOTAE_MAX_PAGES',
  maxCharacters: 'KOTAE_MAX_CHARACTERS',
  maxZipEntries: 'KOTAE_MAX_ZIP_ENTRIES',
  maxZipBytes: 'KOTAE_MAX_ZIP_BYTES',
  maxZipRatio: 'KOTAE_MAX_ZIP_RATIO',
  maxParts: 'KOTAE_MAX_ATTACHMENTS',
  maxNesting: 'KOTAE_MAX_NESTING',
  maxPictures: 'KOTAE_MAX_PICTURES',
  maxPictureBytes: 'KOTAE_MAX_PICTURE_BYTES',
  timeoutMs: 'KOTAE_PARSE_MS',
  memoryMb: 'KOTAE_PARSE_MEMORY_MB',
} as const satisfies Record<keyof ParseLimits | keyof ProcessLimits, string>);
