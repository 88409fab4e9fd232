import { POSTGRES_STOP_SIGNAL } from '../services/postgres.mjs';
import { REDIS_STOP_SIGNAL } from '../services/redis.mjs';

/** How what an earlier run left behind is stopped: users before what they use. */
export const STOP_ORDER = [
  { name: 'api', signal: 'SIGTERM' },
  { name: 'worker', signal: 'SIGTERM' },
  { name: 'redis', signal: REDIS_STOP_SIGNAL },
  { name: 'postgres', signal: POSTGRES_STOP_SIGNAL },
];
