import { join } from 'node:path';
import { DomainError } from '#contracts';

/** A file in a repository of the Hugging Face hub, or of a mirror that speaks the same protocol. */
export interface HubFile {
  /** `owner/name`. */
  repository: string;
  /** Commit, tag or branch. A commit always names the same bytes; `main` does not. */
  revision: string;
  /** Path inside the repository. */
  file: string;
}

const HUB_URI = /^hf:([\w.-]+\/[\w.-]+)\/([^#?]+\.gguf)(?:#([\w./-]+))?$/i;

/** Whether a model reference is meant as a hub URI, well-formed or not. */
export function isHubUri(reference: string): boolean {
  return reference.startsWith('hf:');
}

/**
 * Reads `hf:owner/repository/path/file.gguf`, optionally followed by `#revision` (default `main`): the form that
 * node-llama-cpp uses too.
 *
 * @throws DomainError `invalid_request` for anything else
 */
export function parseHubUri(uri: string): HubFile {
  const [, repository, file, revision] = HUB_URI.exec(uri) ?? [];
  const climbs = [repository, file, revision].some((part) =>
    part?.split('/').some((name) => /^\.*$/.test(name)),
  );
  if (repository === undefined || file === undefined || climbs) {
    throw new DomainError(
      'invalid_request',
      `"${uri}" is not a hub address: write hf:owner/repository/file.gguf, with #revision after it if needed`,
    );
  }
  return { repository, file, revision: revision ?? 'main' };
}

/** The hub URI of a file; the revision is named unless it is `main`. */
export function toHubUri(source: HubFile): string {
  const revision = source.revision === 'main' ? '' : `#${source.revision}`;
  return `hf:${source.repository}/${source.file}${revision}`;
}

/** Where a hub, or a mirror of it, serves the file. */
export function hubUrl(baseUrl: string, source: HubFile): URL {
  const base = baseUrl.replace(/\/+$/, '');
  return new URL(
    `${base}/${encodePath(source.repository)}/resolve/${encodeURIComponent(source.revision)}/${encodePath(source.file)}`,
  );
}

/** Where a file that the catalogue does not know is kept: under its repository, so that names cannot collide. */
export function uncataloguedPath(folder: string, source: HubFile): string {
  const revision = source.revision === 'main' ? [] : [`@${source.revision.replaceAll('/', '_')}`];
  return join(folder, ...source.repository.split('/'), ...revision, ...source.file.split('/'));
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
