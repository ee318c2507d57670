import { useEffect, useSyncExternalStore } from 'react';
import { useLatest } from './latest.ts';
import type { WebWord } from './words.tsx';

/** A key and what it does, as the key sheet shows it. `Ctrl+K` also means ⌘K. */
export interface KeyBinding {
  readonly key: string;
  readonly word: WebWord;
  readonly run: () => void;
}

const bindings = new Set<readonly KeyBinding[]>();
const listeners = new Set<() => void>();
let sheet: readonly KeyBinding[] = [];

function changed(): void {
  sheet = [...bindings].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const switchName = 'commonwatch.single-keys';

/** Single-key shortcuts can be switched off (WCAG 2.1.4); the choice is the browser's, not the account's. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(switchName) !== 'off';
}

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(switchName, on ? 'on' : 'off');
  changed();
}

/** The name of a key press as bindings write it: `Ctrl+K`, `Escape`, `j`, `?`. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const held = event.ctrlKey || event.metaKey ? 'Ctrl+' : event.altKey ? 'Alt+' : '';
  const key =
    event.key.length === 1 ? (held === '' ? event.key.toLowerCase() : event.key.toUpperCase()) : event.key;
  return `${held}${key === ' ' ? 'Space' : key}`;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

addEventListener('keydown', (event) => {
  const name = keyName(event);
  const single = !name.startsWith('Ctrl+') && name !== 'Escape';
  // A dialog has the keyboard to itself; what is typed into a field is text.
  if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
  if (single && (isTyping(event.target) || !singleKeysOn())) return;
  if (name === 'Space' && event.target instanceof HTMLButtonElement) return;
  const binding = sheet.findLast(({ key }) => key === name);
  if (binding === undefined) return;
  event.preventDefault();
  binding.run();
});

/** Binds keys while the component is there; the last one bound wins. */
export function useKeys(keys: readonly KeyBinding[]): void {
  const latest = useLatest(keys);
  const names = keys.map(({ key }) => key).join(' ');
  useEffect(() => {
    const bound = latest.current.map((binding, i) => ({
      ...binding,
      run: () => latest.current[i]?.run(),
    }));
    bindings.add(bound);
    changed();
    return () => {
      bindings.delete(bound);
      changed();
    };
  }, [names, latest]);
}

/** All keys that work here and now, for the key sheet. */
export function useKeySheet(): readonly KeyBinding[] {
  return useSyncExternalStore(subscribe, () => sheet);
}
