import { signal } from '@preact/signals';

/** Where the page is: everything that it shows can be found again from this. */
const here = signal(new URL(location.href));

addEventListener('popstate', () => {
  here.value = new URL(location.href);
});

/** The path's segments, decoded; empty for the first page. */
export function segments(): string[] {
  return here.value.pathname.split('/').filter(Boolean).map(decodeURIComponent);
}

export function query(): URLSearchParams {
  return here.value.searchParams;
}

/** Goes to an address of this page. `replace` leaves no entry in the browser's history. */
export function navigate(address: string, { replace = false } = {}): void {
  const url = new URL(address, location.href);
  if (url.href === here.value.href) return;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  here.value = url;
}

/** This address with other parameters; null takes one away. */
export function addressWith(changes: Record<string, string | null>): string {
  const url = new URL(here.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return `${url.pathname}${url.search}`;
}

/** Follows a link inside of the page, unless it was meant for another tab or window. */
export function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate((event.currentTarget as HTMLAnchorElement).href);
}
