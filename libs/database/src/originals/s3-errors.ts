import { DomainError } from '#contracts';

/** What S3 calls the problems that have a remedy of their own. */
const REMEDIES: Record<string, string> = {
  NoSuchBucket: 'its bucket does not exist; create it, or correct KOTAE_ORIGINALS',
  AccessDenied: 'it does not let us in; give the key the right to list, read, write and delete in the bucket',
  Forbidden: 'it does not let us in; check the access key and its rights',
  InvalidAccessKeyId: 'it does not know the access key; correct AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'it refuses the secret; correct AWS_SECRET_ACCESS_KEY',
  'Region is missing': 'no region was found; set AWS_REGION, to us-east-1 where the store knows none',
  CredentialsProviderError: 'no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
};
/** Stores that have a limit say so in these ways. */
const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'EntityTooLarge', 'InsufficientStorage']);

/** Whether the store says that there is no such object. */
export function isMissing(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound';
}

/**
 * Any error of the store for its user. All may pass without anybody changing a document: the service comes back, or
 * whoever runs it corrects the settings.
 */
export function asStoreError(cause: unknown, bucket: string): DomainError {
  const name = nameOf(cause);
  const options = { cause, retryable: true };
  if (FULL.has(name) || statusOf(cause) === 507) {
    const message = `The store for originals (bucket ${bucket}) is full. Free space in it, then upload again.`;
    return new DomainError('storage_full', message, options);
  }
  const known = name === 'NotFound' ? REMEDIES['NoSuchBucket'] : REMEDIES[name];
  const reason = known ?? `it cannot be reached (${name}); try again soon`;
  return new DomainError(
    'service_unavailable',
    `The store for originals (bucket ${bucket}) fails: ${reason}.`,
    options,
  );
}

/** The store's own name of the error, or the code of a broken connection. */
function nameOf(error: unknown): string {
  const { name, code, Code, message } = Object(error) as Partial<
    Record<'name' | 'code' | 'Code' | 'message', unknown>
  >;
  // Of HEAD requests the SDK knows the status only: 403 has no name of its own.
  if (statusOf(error) === 403 && (name === 'Unknown' || name === '403' || name === 'UnknownError'))
    return 'Forbidden';
  // The message, where a setting is missing that the SDK looks for before it asks.
  for (const known of [Code, name, message]) if (typeof known === 'string' && known in REMEDIES) return known;
  if (name === 'Error' || name === undefined) return typeof code === 'string' ? code : 'unknown error';
  return typeof name === 'string' ? name : 'unknown error';
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
