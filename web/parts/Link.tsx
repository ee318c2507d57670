import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { addressOf, go, usePlace } from '../state/location.ts';
import type { Move } from '../state/location.ts';

/** A link inside the page: a plain click stays, any other opens it as the browser does. */
export function Link({
  to,
  onClick,
  children,
  ...rest
}: { to: Move } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  usePlace();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={addressOf(to)} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
