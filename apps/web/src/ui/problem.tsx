import type { ComponentChildren } from 'preact';
import { explain } from '../session/explain.js';

/** An error with its remedy, read out at once; nothing without one. */
export function Problem({ of, children }: { of: unknown; children?: ComponentChildren }) {
  return (
    <div role="alert">
      {of !== null && of !== undefined && (
        <div class="problem">
          <p>{explain(of)}</p>
          {children}
        </div>
      )}
    </div>
  );
}
