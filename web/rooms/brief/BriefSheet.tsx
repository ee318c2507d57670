import { useMemo } from 'react';
import type { Brief, BriefBlock, BriefSection, BriefSource } from '../../../src/hub/api.ts';
import { timeText } from '../../parts/times.ts';
import { wordsIn } from '../../state/words.tsx';
import type { Words } from '../../state/words.tsx';
import { Curve } from './Curve.tsx';
import { footnotes } from './footnotes.ts';
import type { Footnotes } from './footnotes.ts';

/** The page itself, in the brief's own language; every sentence with its sources, and nothing about other readers. */
export function BriefSheet({ brief }: { brief: Brief }) {
  const words = useMemo(() => wordsIn(brief.language), [brief.language]);
  const notes = useMemo(() => footnotes(brief, words), [brief, words]);
  const { t, say, name } = words;
  const part = { words, notes };
  return (
    <article
      className="sheet"
      lang={brief.language}
      aria-label={t('brief.title', { party: name(brief.partyName) })}
    >
      {brief.exercise && <p className="band sheet-band">{t('exercise.thrice')}</p>}
      <header className="sheet-head">
        <div>
          <h2>{t('brief.title', { party: name(brief.partyName) })}</h2>
          <p className="dim">{t('brief.may-see', { time: timeText(brief.at) })}</p>
        </div>
        <p className="dim small sheet-marking">
          {t('brief.span', { since: timeText(brief.since), at: timeText(brief.at) })}
          <br />
          <strong>{brief.marking}</strong> · {t('brief.from', { party: name(brief.from) })}
        </p>
      </header>
      <div className="sheet-lead">
        {brief.lead.map((block, i) => (
          <Block key={keyOf(block, i)} block={block} {...part} />
        ))}
      </div>
      <div className="sheet-sections">
        {brief.sections.map((section, i) => (
          <Section key={`${section.title.key} ${i}`} section={section} {...part} />
        ))}
      </div>
      {brief.onward.length > 0 && (
        <section className="sheet-section wide">
          <h3>{t('brief.onward')}</h3>
          <div className="onward">
            {brief.onward.map(({ to, what, allowed }, i) => (
              <div key={`${to.key} ${i}`} className={allowed ? 'allowed' : 'withheld'}>
                <strong>
                  <span aria-hidden="true">{allowed ? '✓' : '✕'}</span> {say(to)}
                </strong>
                <p>{say(what)}</p>
              </div>
            ))}
          </div>
        </section>
      )}
      <footer className="sheet-foot small dim">
        <h3 className="visually-hidden">{t('brief.sources')}</h3>
        <ol>
          {notes.texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
        <p>
          <strong>{brief.marking}</strong>
        </p>
      </footer>
    </article>
  );
}

interface Part {
  readonly words: Words;
  readonly notes: Footnotes;
}

function keyOf(block: BriefBlock, i: number): string {
  return `${block.kind} ${i}`;
}

function Section({ section, ...part }: { section: BriefSection } & Part) {
  return (
    <section className="sheet-section">
      <h3>{part.words.say(section.title)}</h3>
      {section.blocks.map((block, i) => (
        <Block key={keyOf(block, i)} block={block} {...part} />
      ))}
    </section>
  );
}

function Block({ block, words, notes }: { block: BriefBlock } & Part) {
  const { say, t } = words;
  switch (block.kind) {
    case 'sentence':
      return (
        <p>
          {block.lead !== undefined && <strong>{say(block.lead)} </strong>}
          {say(block.text)}
          {block.against !== undefined && block.against.length > 0 && (
            <span className="dim"> {t('brief.against', { against: block.against.map(say).join(' ') })}</span>
          )}
          <Marks sources={block.sources} notes={notes} />
        </p>
      );
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.columns.map((column, i) => (
                <th key={`${column.key} ${i}`} scope="col" className={i > 0 ? 'number' : undefined}>
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- rows of a page that does not change
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={`${cell.key} ${j}`} className={j > 0 ? 'number' : undefined}>
                    {say(cell)}
                    {j === 0 && <Marks sources={block.sources} notes={notes} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'curve':
      return (
        <>
          <Curve block={block} title={say(block.title)} />
          <Marks sources={block.sources} notes={notes} />
        </>
      );
  }
}

/** The numbers of the sources, which stand at the foot of the page and, on hover, here. */
function Marks({ sources, notes }: { sources: readonly BriefSource[]; notes: Footnotes }) {
  return (
    <sup className="marks">
      {sources.map((source, i) => (
        <span key={`${source.text.key} ${i}`} title={notes.texts[notes.numberOf(source) - 1]}>
          {notes.numberOf(source)}
          {i < sources.length - 1 && ' '}
        </span>
      ))}
    </sup>
  );
}
