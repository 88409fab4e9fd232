import { Client } from 'pg';
import { isFinalStatus, type QuestionStatus } from '#contracts';

/** A change of a question's status, as the database saw it. */
export interface Transition {
  from: QuestionStatus;
  to: QuestionStatus;
  epoch: number;
}

/** Makes the database write down every change of a question's status, so that a test sees what a poll would miss. */
export async function recordTransitions(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `create schema test;
     create table test.transitions (id bigserial, question_id uuid, "from" text, "to" text, epoch int);
     create function record_transition() returns trigger language plpgsql as $$
     begin
       insert into test.transitions (question_id, "from", "to", epoch)
       values (new.id, old.status, new.status, new.epoch);
       return new;
     end $$;
     create trigger record_transition after update on questions for each row
       when (old.status is distinct from new.status or old.answer is distinct from new.answer)
       execute function record_transition();`,
  );
}

/** The changes of a question's status, in order. */
export async function transitionsOf(databaseUrl: string, questionId: string): Promise<Transition[]> {
  return query<Transition>(
    databaseUrl,
    `select "from", "to", epoch from test.transitions where question_id = '${questionId}' order by id`,
  );
}

/** How often a question has ended; whoever is told "done" twice, or after a final state sees another, counts more. */
export async function endingsOf(databaseUrl: string, questionId: string): Promise<QuestionStatus[]> {
  const changes = await transitionsOf(databaseUrl, questionId);
  return changes.filter(({ from, to }) => isFinalStatus(to) || isFinalStatus(from)).map(({ to }) => to);
}

/** Runs SQL on a connection of its own. */
export async function query<Row>(databaseUrl: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const result = await client.query(sql);
    return result.rows as Row[];
  } finally {
    await client.end();
  }
}
