import { computed, signal } from '@preact/signals';
import { KotaeClient, KotaeError } from '@kotae/client';
import { bodyOf } from './body-of.js';

const STORED = 'kotae-key';

/** The key that the user has entered: for this tab, or kept for this browser when they said so. */
const key = signal<string | null>(sessionStorage.getItem(STORED) ?? localStorage.getItem(STORED));

/** The service that has served this page. */
export const kotae = computed(() => new KotaeClient(key.value === null ? {} : { apiKey: key.value }));

type Caller = Awaited<ReturnType<typeof loadCaller>>;

/** Who we are to the service; undefined until it has said so, null while it wants a key. */
export const caller = signal<Caller | null | undefined>(undefined);
export const isAdmin = computed(() => caller.value?.scope === 'admin');
/** Why the service could not be asked who we are. */
export const callerProblem = signal<unknown>(null);

function loadCaller(client: KotaeClient) {
  return bodyOf(client.http.GET('/v1/keys/current'));
}

/** Asks the service who we are. */
export async function loadSession(): Promise<void> {
  callerProblem.value = null;
  try {
    caller.value = await loadCaller(kotae.value);
  } catch (error) {
    if (error instanceof KotaeError && error.status === 401) caller.value = null;
    else callerProblem.value = error;
  }
}

/** Whether the key is good; then it is used from now on, and kept as the user wishes. */
export async function enterKey(entered: string, keep: boolean): Promise<boolean> {
  try {
    const found = await loadCaller(new KotaeClient({ apiKey: entered }));
    (keep ? localStorage : sessionStorage).setItem(STORED, entered);
    key.value = entered;
    caller.value = found;
    return true;
  } catch (error) {
    if (error instanceof KotaeError && error.code === 'unauthenticated') return false;
    throw error;
  }
}

export function forgetKey(): void {
  sessionStorage.removeItem(STORED);
  localStorage.removeItem(STORED);
  // Nothing of what was shown with the key may stay, in memory or on the screen.
  location.assign('/');
}

export const hasKey = computed(() => key.value !== null);

/** A call has been refused for lack of a valid key: it was revoked meanwhile. */
export function keyRefused(): void {
  caller.value = null;
}
