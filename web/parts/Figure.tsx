import type { ReactNode } from 'react';

/** A number with where it comes from and as of when, on hover and on focus. */
export function Figure({ children, source }: { children: ReactNode; source: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the source must be reachable by key
    <span className="figure" tabIndex={0} data-source={source} title={source}>
      {children}
      <span className="visually-hidden"> ({source})</span>
    </span>
  );
}
