import {
  CollectionsRepository,
  dataSourceOptions,
  DocumentsRepository,
  DriftRepository,
  openOriginals,
  TextDriftRepository,
} from '#database';
import { DataSource } from 'typeorm';
import type { CommandContext } from '../command/context.js';
import type { Installation } from '../installation/config.js';
import { disk, models, recognition, unreadPictures } from './checks/machine.js';
import { leftovers, missingOriginals, originalStore, orphanOriginals } from './checks/originals.js';
import { queues } from './checks/queues.js';
import { embeddings, indexLog, migrations, passages, readyVersions } from './checks/rows.js';
import { snapshots } from './checks/snapshots.js';
import { damagedTexts, orphanTexts } from './checks/texts.js';
import type { Check, Finding, Patient } from './finding.js';

/** In an order in which what is mended first does not come up again. */
const CHECKS: Check[] = [
  disk,
  migrations,
  originalStore,
  missingOriginals,
  orphanOriginals,
  leftovers,
  orphanTexts,
  readyVersions,
  damagedTexts,
  passages,
  embeddings,
  indexLog,
  snapshots,
  queues,
  models,
  recognition,
  unreadPictures,
];

/** What `kotae doctor` is asked for with. */
export interface DoctorCommand {
  repair?: boolean;
  deep?: boolean;
  json?: boolean;
}

/** A finding as it is told. */
interface Told extends Omit<Finding, 'repair'> {
  check: string;
  repairable: boolean;
  repaired: boolean;
}

/**
 * `kotae doctor`: looks whether rows, originals, indexes and queues agree, and mends what it may. Works whether or not
 * the service runs.
 *
 * @returns the exit code: 0 when nothing is left but what is merely worth knowing, else 1
 */
export async function runDoctor(
  command: DoctorCommand,
  installation: Installation,
  { out, signal }: Pick<CommandContext, 'out' | 'signal'>,
): Promise<number> {
  const told: Told[] = [];
  const tell = (finding: Told): void => {
    told.push(finding);
    if (!command.json) out.write(inWords(finding));
  };
  // The pool would try for ever; who cannot connect at all gets the reason from here.
  const db = new DataSource(dataSourceOptions(installation.databaseUrl, 'kotae-doctor', 2));
  try {
    await db.initialize();
    const patient = await meet(db, installation, command.deep ?? false);
    for (const check of CHECKS) {
      for await (const finding of look(check, patient)) {
        signal.throwIfAborted();
        tell(await treat(check.name, finding, command.repair ?? false));
      }
    }
  } catch (error) {
    if (db.isInitialized) throw error;
    tell({
      check: 'postgresql',
      severity: 'error',
      what: `PostgreSQL cannot be used: ${reasonOf(error)}.`,
      remedy: 'Start it, or correct DATABASE_URL; nothing else can be checked until then.',
      repairable: false,
      repaired: false,
    });
  } finally {
    if (db.isInitialized) await db.destroy();
  }
  const left = told.filter(({ severity, repaired }) => severity !== 'info' && !repaired);
  if (command.json) out.write(`${JSON.stringify({ healthy: left.length === 0, findings: told })}\n`);
  else out.write(conclusion(told, left));
  return left.length === 0 ? 0 : 1;
}

async function meet(db: DataSource, installation: Installation, deep: boolean): Promise<Patient> {
  return {
    installation,
    drift: new DriftRepository(db),
    texts: new TextDriftRepository(db),
    documents: new DocumentsRepository(db),
    collections: new CollectionsRepository(db),
    originals: await openOriginals(installation.originals, installation.originalsFolder),
    deep,
  };
}

/** A check that fails is a finding, and does not keep the others from looking. */
async function* look(check: Check, patient: Patient): AsyncGenerator<Finding> {
  try {
    yield* check.look(patient);
  } catch (error) {
    yield {
      severity: 'error',
      what: `${check.name} could not be checked: ${reasonOf(error)}`,
      remedy: 'Mend what was found before it, then look again.',
    };
  }
}

async function treat(check: string, { repair, ...finding }: Finding, mayRepair: boolean): Promise<Told> {
  const told = { check, ...finding, repairable: repair !== undefined, repaired: false };
  if (!repair || !mayRepair) return told;
  try {
    await repair();
    return { ...told, repaired: true };
  } catch (error) {
    return { ...told, remedy: `Repairing failed: ${reasonOf(error)}` };
  }
}

function inWords({ severity, what, remedy, repaired }: Told): string {
  return repaired ? `repaired: ${what}\n` : `${severity}: ${what}\n  ${remedy}\n`;
}

function conclusion(told: Told[], left: Told[]): string {
  const repaired = told.filter((finding) => finding.repaired).length;
  if (left.length === 0) return `Healthy${repaired > 0 ? `; ${repaired} repaired` : ''}.\n`;
  const repairable = left.filter((finding) => finding.repairable).length;
  const hint = repairable > 0 ? `; --repair mends ${repairable} of them` : '';
  return `${left.length} found${repaired > 0 ? `, ${repaired} repaired` : ''}${hint}.\n`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
