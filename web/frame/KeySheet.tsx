import { useState } from 'react';
import { Dialog } from '../parts/Dialog.tsx';
import { singleKeysOn, switchSingleKeys, useKeySheet } from '../state/keys.ts';
import { useWords } from '../state/words.tsx';

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const keys = useKeySheet();
  const [on, setOn] = useState(singleKeysOn);
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <div className="stack">
        <dl className="facts">
          {keys.map(({ key, word }) => (
            <KeyRow key={key} name={key} text={t(word)} />
          ))}
        </dl>
        <label className="choice">
          <input
            type="checkbox"
            checked={on}
            onChange={({ target }) => {
              switchSingleKeys(target.checked);
              setOn(target.checked);
            }}
          />
          {t('keys.single')}
        </label>
      </div>
    </Dialog>
  );
}

function KeyRow({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{text}</dd>
    </>
  );
}
