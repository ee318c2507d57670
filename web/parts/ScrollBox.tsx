import type { ReactNode } from 'react';

/** A table that may be wider than the page: what scrolls must be reachable by key, and has a name. */
export function ScrollBox({
  label,
  plain = false,
  children,
}: {
  label: string;
  /** Inside a panel already. */
  plain?: boolean;
  children: ReactNode;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
    <section className={plain ? 'scroll-x' : 'panel scroll-x'} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
