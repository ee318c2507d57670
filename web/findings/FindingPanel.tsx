import { useCallback, useMemo, useState } from 'react';
import type { Entry, EntryView, FindingBody } from '../../src/hub/api.ts';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { Link } from '../parts/Link.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { spanText } from '../parts/times.ts';
import { useKeys } from '../state/keys.ts';
import { go, usePlace } from '../state/location.ts';
import { useQuery } from '../state/query.ts';
import { useMay } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';
import { useJudge } from './actions.ts';
import type { Verdict } from './actions.ts';
import { AddToCase } from './AddToCase.tsx';
import { AlertTab } from './AlertTab.tsx';
import { AgainstTab } from './AgainstTab.tsx';
import { EvidenceTab } from './EvidenceTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { JudgeDialog } from './JudgeDialog.tsx';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import { ReleaseTab } from './ReleaseTab.tsx';
import { StandingTag } from './StandingTag.tsx';
import { placeText } from './texts.ts';
import { WhatTab } from './WhatTab.tsx';

type TabName = 'what' | 'evidence' | 'against' | 'history' | 'release';
type Open = 'case' | 'release' | Exclude<Verdict, 'confirmed'>;

/** One finding with all that it rests on, and what can be done with it. */
export function FindingPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useWords();
  const { data: view, problem, reload } = useQuery<EntryView>(`/entries/${id}`, { live: true });
  return (
    <section className="detail panel" aria-label={t('finding.panel')}>
      {problem !== undefined && view === undefined && (
        <div className="detail-head">
          <ErrorNote problem={problem} />
        </div>
      )}
      {view !== undefined && <Finding view={view} reload={reload} />}
      <button
        type="button"
        className="button quiet icon detail-close"
        onClick={onClose}
        aria-label={t('close')}
      >
        ✕
      </button>
    </section>
  );
}

function Finding({ view, reload }: { view: EntryView; reload: () => void }) {
  const { t } = useWords();
  const { query } = usePlace();
  const [open, setOpen] = useState<Open>();
  const entry = view.entry as Entry<FindingBody>;
  const isAlert = view.entry.type === 'alert';
  const judge = useJudge(entry.id, reload);
  const close = useCallback(() => setOpen(undefined), []);
  const tabs = useMemo(
    () =>
      [
        {
          name: 'what',
          label: t('tab.what'),
          content: () => (isAlert ? <AlertTab view={view} /> : <WhatTab view={view} />),
        },
        // What a sender says has no evidence of ours, and nothing that we hold against it.
        ...(isAlert
          ? []
          : [
              {
                name: 'evidence' as const,
                label: t('tab.evidence'),
                content: () => <EvidenceTab entry={entry} />,
              },
              {
                name: 'against' as const,
                label: t('tab.against'),
                content: () => <AgainstTab view={view} />,
              },
            ]),
        { name: 'history', label: t('tab.history'), content: () => <HistoryTab view={view} /> },
        {
          name: 'release',
          label: t('tab.release'),
          content: () => <ReleaseTab view={view} onRelease={() => setOpen('release')} />,
        },
      ] as const,
    [t, view, entry, isAlert],
  );
  return (
    <>
      <header className="detail-head">
        <h2>{view.title}</h2>
        <p className="small dim">
          {isAlert ? t('alert.kind') : <FindingLine entry={entry} />} <StandingTag standing={view.standing} />
        </p>
      </header>
      <Tabs<TabName>
        label={t('finding.tabs')}
        tabs={tabs}
        selected={(query.tab ?? 'what') as TabName}
        onSelect={(tab) => go({ query: { tab } }, { replace: true })}
      />
      <Actions view={view} onJudge={judge} onOpen={setOpen} />
      {open === 'case' && <AddToCase entry={entry.id} onClose={close} />}
      {open === 'release' && (
        <ReleaseDialog
          view={view}
          onClose={close}
          onReleased={(released) => {
            close();
            reload();
            if (released.entry.id !== entry.id) go({ query: { select: released.entry.id } });
          }}
        />
      )}
      {(open === 'dismissed' || open === 'dissent') && (
        <JudgeDialog verdict={open} onJudge={judge} onClose={close} />
      )}
    </>
  );
}

function FindingLine({ entry: { body } }: { entry: Entry<FindingBody> }) {
  const { kind, language } = useWords();
  return (
    <>
      {kind(body.room, body.kind)} · {spanText(body.startUtcMs, body.endUtcMs)} ·{' '}
      {placeText(body.place, language)}
    </>
  );
}

function Actions({
  view,
  onJudge,
  onOpen,
}: {
  view: EntryView;
  onJudge: ReturnType<typeof useJudge>;
  onOpen: (open: Open) => void;
}) {
  const { t } = useWords();
  const may = useMay();
  const offers = useMemo(() => {
    const judges = may('watch');
    return [
      { key: 'a', word: 'action.case' as const, run: () => onOpen('case'), shown: judges },
      {
        key: 'c',
        word: 'action.confirm' as const,
        run: () => void onJudge('confirmed', t('judged.confirmed.reason')),
        shown: judges && view.mine && view.standing !== 'confirmed',
      },
      {
        key: 'd',
        word: 'action.dismiss' as const,
        run: () => onOpen('dismissed'),
        shown: judges && view.mine && view.standing !== 'dismissed',
      },
      { key: 'x', word: 'action.dissent' as const, run: () => onOpen('dissent'), shown: judges },
      {
        key: 'r',
        word: 'action.release' as const,
        run: () => onOpen('release'),
        shown: view.mine && may('release'),
      },
    ].filter(({ shown }) => shown);
  }, [may, view, onJudge, onOpen, t]);
  useKeys(offers);
  const searchable = may('coordinate') && (view.entry as Entry<FindingBody>).body.place !== undefined;
  if (offers.length === 0 && !searchable) return null;
  return (
    <footer className="detail-foot">
      {offers.map(({ key, word, run }) => (
        <button
          key={word}
          type="button"
          className={`button ${word === 'action.release' ? 'primary' : ''}`}
          aria-keyshortcuts={key}
          onClick={run}
        >
          {t(word)} <kbd aria-hidden="true">{key.toUpperCase()}</kbd>
        </button>
      ))}
      {searchable && (
        <Link
          className="button"
          to={{
            room: 'coordination',
            item: '',
            query: { tab: 'drift', finding: view.entry.id, select: undefined },
          }}
        >
          {t('action.search-from-here')}
        </Link>
      )}
    </footer>
  );
}
