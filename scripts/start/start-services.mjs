import { join } from 'node:path';
import { keepRunning } from '../process/keep-running.mjs';
import { POSTGRES_STOP_SIGNAL, preparePostgres } from '../services/postgres.mjs';
import { prepareRedis, REDIS_STOP_SIGNAL } from '../services/redis.mjs';
import { loadSecrets } from '../services/secrets.mjs';
import { makeServiceHome, toolsIn } from '../services/service-home.mjs';
import { rememberedPorts, rememberPorts } from './remembered-ports.mjs';

/** PostgreSQL may take this long to end when it has much to write. */
const GRACE_MS = 30_000;

/**
 * Starts PostgreSQL and Redis where no URL says that there are some already. Servers on the default ports are somebody
 * else's and are never touched.
 *
 * @param {object} context
 * @param {string} context.dataDir
 * @param {ReturnType<typeof import('../process/life.mjs').beginLife>} context.life
 * @param {ReturnType<typeof import('../process/records.mjs').processRecords>} context.records
 * @param {(line: string) => void} context.say
 * @param {(problem: string) => void} context.onGiveUp a server ends again and again
 * @returns {Promise<{ databaseUrl: string, redisUrl: string }>}
 */
export async function startServices({ dataDir, life, records, say, onGiveUp }) {
  const { DATABASE_URL, REDIS_URL } = process.env;
  if (DATABASE_URL && REDIS_URL) return { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL };

  const home = makeServiceHome(dataDir, say);
  const secrets = loadSecrets(join(dataDir, 'secrets.json'));
  const ports = rememberedPorts(dataDir);
  const common = { toolsDir: toolsIn(home), secrets, say };
  const keep = async (name, stopSignal, prepared) => {
    let gaveUp = false;
    life.add(() =>
      keepRunning({
        launch: () => {
          const child = prepared.launch();
          records.track(name, child);
          return child;
        },
        stopSignal,
        graceMs: GRACE_MS,
        onRestart: (how) => say(`${prepared.label} ended (${how}); starting it again`),
        onGiveUp: (how) => {
          gaveUp = true;
          onGiveUp(`${prepared.label} keeps ending (${how}); see ${prepared.log}`);
        },
      }),
    );
    await prepared.ready(() => gaveUp || life.ending);
    rememberPorts(dataDir, { [name]: prepared.port });
    return prepared;
  };

  // One after the other, so that Redis, which is started last, is stopped first.
  const postgres = DATABASE_URL
    ? undefined
    : await preparePostgres({ ...common, dir: join(home, 'postgres'), port: ports.postgres }).then(
        (prepared) => keep('postgres', POSTGRES_STOP_SIGNAL, prepared),
      );
  const redis = REDIS_URL
    ? undefined
    : await prepareRedis({ ...common, dir: join(home, 'redis'), port: ports.redis }).then((prepared) =>
        keep('redis', REDIS_STOP_SIGNAL, prepared),
      );
  const labels = [postgres, redis].flatMap((server) => (server ? [server.label] : []));
  say(`${labels.join(' and ')} ${labels.length > 1 ? 'are' : 'is'} up (private; files in ${home})`);
  return { databaseUrl: DATABASE_URL ?? postgres.url, redisUrl: REDIS_URL ?? redis.url };
}
