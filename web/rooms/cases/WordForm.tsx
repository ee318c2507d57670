import { useState } from 'react';
import type { FormEvent } from 'react';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';

/** A text that is added to a case and stays: nothing here is edited away later. */
export function WordForm({
  path,
  label,
  button,
  extra,
  onDone,
}: {
  path: string;
  label: string;
  button: string;
  /** What else is sent with the text. */
  extra?: Readonly<Record<string, unknown>>;
  onDone: () => void;
}) {
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [text, setText] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await attempt(() => hub.post(path, { text: text.trim(), ...extra }))) {
      setText('');
      onDone();
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <label className="field">
        <span>{label}</span>
        <textarea required maxLength={4000} value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <p>
        <button type="submit" className="button" disabled={text.trim() === ''}>
          {button}
        </button>
      </p>
    </form>
  );
}
