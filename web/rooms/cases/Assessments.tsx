import { useState } from 'react';
import type { CaseBody, CaseView } from '../../../src/hub/api.ts';
import { confidenceText } from '../../findings/texts.ts';
import { timeText } from '../../parts/times.ts';
import { useWords } from '../../state/words.tsx';
import { WordForm } from './WordForm.tsx';

type Assessment = CaseBody['assessments'][number];

/** What people think, and who thinks otherwise: a dissent stands under what it dissents from, not below it. */
export function Assessments({
  view,
  reload,
  writes,
}: {
  view: CaseView;
  reload: () => void;
  writes: boolean;
}) {
  const { t } = useWords();
  const { id, body } = view.entry;
  const [confidence, setConfidence] = useState(60);
  const [shared, setShared] = useState(false);
  const first = body.assessments.filter(({ dissentOf }) => dissentOf === undefined);
  return (
    <section className="panel stack">
      <h2>{t('case.assessments')}</h2>
      {first.length === 0 && <p className="dim">{t('case.assessments.none')}</p>}
      <ol className="stack">
        {first.map((assessment) => (
          <li key={assessment.id} className="stack">
            <Opinion assessment={assessment} />
            {body.assessments
              .filter(({ dissentOf }) => dissentOf === assessment.id)
              .map((dissent) => (
                <div key={dissent.id} className="quote dissent">
                  <h3>{t('against.dissent')}</h3>
                  <Opinion assessment={dissent} />
                </div>
              ))}
            {writes && <Dissent path={`/cases/${id}/assessments`} of={assessment} onDone={reload} />}
          </li>
        ))}
      </ol>
      {writes && (
        <>
          <WordForm
            path={`/cases/${id}/assessments`}
            label={t('case.assess')}
            button={t('case.assess.button')}
            extra={{ confidence, shared }}
            onDone={reload}
          />
          <Confidence value={confidence} onChange={setConfidence} />
          <Sharing value={shared} onChange={setShared} />
        </>
      )}
    </section>
  );
}

function Opinion({ assessment }: { assessment: Assessment }) {
  const words = useWords();
  const { at, by, text, confidence, shared } = assessment;
  return (
    <div>
      <p className="small dim">
        {timeText(at)} · {by} · {confidenceText(confidence, words)}
        {shared === true && ` · ${words.t('case.shared')}`}
      </p>
      <p>{text}</p>
    </div>
  );
}

function Dissent({ path, of, onDone }: { path: string; of: Assessment; onDone: () => void }) {
  const { t } = useWords();
  const [confidence, setConfidence] = useState(60);
  const [shared, setShared] = useState(false);
  return (
    <details>
      <summary className="small">{t('case.dissent')}</summary>
      <div className="stack indent">
        <WordForm
          path={path}
          label={t('case.dissent.label')}
          button={t('case.dissent.button')}
          extra={{ confidence, shared, dissentOf: of.id }}
          onDone={onDone}
        />
        <Confidence value={confidence} onChange={setConfidence} />
        <Sharing value={shared} onChange={setShared} />
      </div>
    </details>
  );
}

/** Working notes stay with their owner unless somebody says otherwise. */
function Sharing({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  const { t } = useWords();
  return (
    <label className="choice">
      <input type="checkbox" checked={value} onChange={({ target }) => onChange(target.checked)} />
      <span>{t('case.share')}</span>
    </label>
  );
}

function Confidence({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const words = useWords();
  return (
    <label className="field">
      <span>
        {words.t('what.confidence')}: {confidenceText(value, words)}
      </span>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      />
    </label>
  );
}
