import { spawn } from 'node:child_process';
import { exchange, portLike } from '../../scripts/services/ports.mjs';
import { waitUntilReady } from '../../scripts/services/wait-until-ready.mjs';
import { runServer, temporaryFolder, type PrivateServer } from './private-server.js';

/** The only key that the server knows; it does not check the secret. */
export const S3_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** What a program needs in its environment to keep originals in a bucket of the server. */
export function s3Environment(server: PrivateServer, place: string): Record<string, string> {
  return {
    KOTAE_ORIGINALS: place,
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
  };
}

/** Starts an S3-compatible server (s3rver, an own process) with one bucket. */
export async function startS3(bucket: string): Promise<PrivateServer> {
  const dir = temporaryFolder();
  const port = await portLike(undefined);
  const program = require.resolve('s3rver/bin/s3rver.js');
  return runServer(dir, 'SIGTERM', {
    url: `http://127.0.0.1:${port}`,
    port,
    launch: () =>
      spawn(
        process.execPath,
        [program, '-d', dir, '-a', '127.0.0.1', '-p', String(port), '-s', '--configure-bucket', bucket],
        { stdio: 'ignore' },
      ),
    ready: (hasFailed) =>
      waitUntilReady({
        name: 'the S3 server',
        isReady: async () => (await exchange(port, 'GET / HTTP/1.0\r\n\r\n')) !== undefined,
        hasFailed,
        log: 'its own output',
      }),
  });
}
