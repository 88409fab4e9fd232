import { Agent, fetch, type Response } from 'undici';
import { DomainError } from '#contracts';
import type { BreakerState } from '../generator.js';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';
import { Resilience } from './resilience.js';
import { networkFailure, statusFailure } from './server-failure.js';
import { defaultServerTimeouts, type ServerOptions, type ServerTimeouts } from './server-options.js';

/** Of an error's body, characters that are read at most. */
const LONGEST_ERROR = 10_000;

/** One OpenAI-compatible server over HTTP: addresses, keys, time limits, retries and the circuit breaker. */
export class ModelServer {
  /** For people: the host, without what an address may hold of secrets. */
  readonly name: string;
  readonly timeouts: ServerTimeouts;
  readonly #options: ServerOptions;
  readonly #base: URL;
  readonly #agent: Agent;
  readonly #resilience: Resilience;
  readonly #closing = new AbortController();

  /** @throws DomainError `invalid_request` when the address is none */
  constructor(options: ServerOptions) {
    this.#options = options;
    this.#base = baseOf(options.url);
    this.name = this.#base.host;
    this.timeouts = { ...defaultServerTimeouts, ...options.timeouts };
    // undici's own limits on headers and body are off: ours know whether it is a prompt or a token that is late.
    this.#agent = new Agent({
      connect: { timeout: this.timeouts.connect },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#resilience = new Resilience(this.name, {
      retries: options.retries ?? 2,
      failuresToOpen: options.failuresToOpen ?? 5,
      openMs: options.openMs ?? 15_000,
    });
  }

  get breaker(): BreakerState {
    return this.#resilience.state;
  }

  /** Runs an attempt with retries behind the circuit breaker; see {@link Resilience.run}. */
  run<T>(attempt: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    return this.#resilience.run(() => attempt(either), either);
  }

  /**
   * Posts JSON to a path below the base address, and returns the response once its status says that it is one.
   *
   * @throws GeneratorUnavailableError, DomainError as {@link statusFailure} says, or whatever reason `signal` has
   */
  async post(path: string, body: object, signal: AbortSignal): Promise<Response> {
    return this.#request('POST', this.#address(path), body, signal);
  }

  /** Gets (or posts to) an address beside the API, and returns its JSON; null when there is no such thing. */
  async ask(path: string, body?: object): Promise<unknown> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.timeouts.connect), this.#closing.signal]);
    try {
      const url = new URL(path, path.startsWith('/') ? this.#base.origin : `${this.#base.href}/`);
      url.search = this.#base.search;
      const response = await this.#request(body ? 'POST' : 'GET', url, body, signal);
      return await response.json();
    } catch (error) {
      if (error instanceof GeneratorUnavailableError && error.reason !== 'refused') throw error;
      return null;
    }
  }

  /** Ends running requests and the connections. */
  async close(): Promise<void> {
    this.#closing.abort(
      new DomainError('service_unavailable', 'The worker is shutting down.', { retryable: true }),
    );
    await this.#agent.destroy();
  }

  async #request(
    method: 'GET' | 'POST',
    url: URL,
    body: object | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    if (signal.aborted) throw signal.reason;
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers: { ...this.#key(), ...(body && { 'Content-Type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        dispatcher: this.#agent,
        signal,
        redirect: 'error',
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw networkFailure(this.name, error);
    }
    if (response.ok) return response;
    const text = await response.text().catch(() => '');
    throw statusFailure(this.name, {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: text.slice(0, LONGEST_ERROR),
    });
  }

  #address(path: string): URL {
    const url = new URL(this.#base);
    url.pathname = `${url.pathname}/${path}`;
    const { apiVersion } = this.#options;
    if (apiVersion !== undefined) url.searchParams.set('api-version', apiVersion);
    return url;
  }

  #key(): Record<string, string> {
    const { key, keyHeader, apiVersion } = this.#options;
    if (key === undefined) return {};
    const header = keyHeader ?? (apiVersion === undefined ? 'authorization' : 'api-key');
    return header === 'api-key' ? { 'api-key': key } : { Authorization: `Bearer ${key}` };
  }
}

function baseOf(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new DomainError(
      'invalid_request',
      'KOTAE_OPENAI_URL is not an address like http://127.0.0.1:11434/v1.',
    );
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}
