import { useRef } from 'react';
import type { Scenario } from '../../../src/lanes/api.ts';
import { save } from '../../parts/save.ts';
import { useNotices } from '../../state/notices.tsx';
import { useLanesWords } from './words.ts';

/** A scenario as the JSON that `commonwatch lanes scenario FILE.json` takes, out and in. */
export function ScenarioFile({
  scenario,
  onOpen,
}: {
  scenario: Scenario;
  onOpen: (scenario: Scenario) => void;
}) {
  const { p } = useLanesWords();
  const { attempt } = useNotices();
  const input = useRef<HTMLInputElement>(null);
  const open = (file: File | undefined) => {
    if (file === undefined) return;
    void attempt(
      async () => {
        const read = asScenario(await file.text());
        if (read === undefined) throw new Error(p('file.invalid', { name: file.name }));
        onOpen(read);
      },
      p('file.opened', { name: file.name }),
    );
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={({ target }) => {
          open(target.files?.[0]);
          target.value = '';
        }}
      />
      <button type="button" className="button quiet" onClick={() => input.current?.click()}>
        {p('file.open')}
      </button>
      {scenario.closures.length + (scenario.production ?? []).length > 0 && (
        <button
          type="button"
          className="button quiet"
          onClick={() => save(new Blob([`${JSON.stringify(scenario, undefined, 2)}\n`]), 'scenario.json')}
        >
          {p('file.save')}
        </button>
      )}
    </>
  );
}

/** As much as the page needs to show it; the hub checks the rest, and says what is wrong with it. */
function asScenario(text: string): Scenario | undefined {
  try {
    const value = JSON.parse(text) as Partial<Scenario> | null;
    const isShown =
      Array.isArray(value?.closures) &&
      value.closures.every(({ from, to }) => typeof from === 'string' && typeof to === 'string');
    return isShown ? (value as Scenario) : undefined;
  } catch {
    return undefined;
  }
}
