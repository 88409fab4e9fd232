import type { QuestionView } from '#contracts';
import { EventLog } from './support/event-log.js';
import { RunningApi } from './support/running-api.js';

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
// Killed first: a Redis that hangs keeps every client waiting that wants to say good-bye.
afterAll(async () => {
  await api?.redis.kill();
  await api?.stop();
});

describe('a Redis that hangs', () => {
  it('keeps neither the end of an answer nor a new question waiting', async () => {
    const question = await api.worker.begin(await api.client.ask({ question: 'What?' }));
    const log = await EventLog.open(`${api.url}/v1/questions/${question.id}/events`);
    await log.has(1, 'status');
    // Longer than the spec may take, so that only a time limit of the API's own can help.
    await api.redisClient.call('CLIENT', 'PAUSE', '120000', 'ALL');
    await api.worker.save(question, 'Meanwhile.');
    await log.end();
    expect(log.data<QuestionView>('done')[0]?.answer).toBe('Meanwhile.');
    const id = await api.client.ask({ question: 'While it hangs?' });
    expect((await api.client.question(id)).status).toBe('queued');
  });
});
