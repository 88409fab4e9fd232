/** Redis key under which a worker publishes its metrics, as prom-client writes them in JSON; it expires like its status. */
export const workerMetricsKey = (id: string): string => `kotae:worker-metrics:${id}`;
