import type { CaseBody, Entry, EntryView, ReleasePreview } from '../../src/hub/api.ts';
import { useWords } from '../state/words.tsx';
import { WhatTab } from './WhatTab.tsx';

/** What a release will do: who will see it, the text exactly as they will see it, and what is left out. */
export function Consequence({ preview }: { preview: ReleasePreview }) {
  const { t, name } = useWords();
  const { organisations, people, seen, leftOut, problems } = preview;
  return (
    <>
      {problems.map((problem) => (
        <div key={problem.code} className="problem" role="alert">
          <strong>{t('release.problem')}</strong>
          <span>{problem.message}</span>
          <code className="small dim">{problem.code}</code>
        </div>
      ))}
      <section className="stack" aria-live="polite">
        <h3>{t('release.will-see', { count: organisations.length, people })}</h3>
        {organisations.length === 0 ? (
          <p className="dim">{t('release.nobody')}</p>
        ) : (
          <ul>
            {organisations.map(({ party, name: names, people: count }) => (
              <li key={party} className="row spread">
                {name(names)} <span className="dim">{t('release.people', { count })}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="stack">
        <h3>{t('release.as-seen')}</h3>
        <div className="as-seen">
          <p className="small dim">
            TLP:{seen.entry.release.tlp} · {seen.entry.release.classification}
          </p>
          <Seen view={seen} />
        </div>
      </section>
      <section className="stack">
        <h3>{t('release.left-out')}</h3>
        {leftOut.length === 0 ? (
          <p className="dim">{t('release.left-out.nothing')}</p>
        ) : (
          <ul>
            {leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Seen({ view }: { view: EntryView }) {
  const { t } = useWords();
  if (view.entry.type === 'finding') return <WhatTab view={view} links={false} />;
  if (view.entry.type !== 'case') return <p>{view.title}</p>;
  const { body } = view.entry as Entry<CaseBody>;
  return (
    <div className="stack">
      <p className="sentence">{body.title}</p>
      {body.assessments.map(({ id, by, text }) => (
        <p key={id} className="quote">
          {t('evidence.says', { by, text })}
        </p>
      ))}
      {body.decisions.map(({ id, by, text }) => (
        <p key={id} className="quote">
          {t('case.decided', { by, text })}
        </p>
      ))}
    </div>
  );
}
