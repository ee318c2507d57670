import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The newest value for handlers that are bound once; set after each render, never read during one. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
