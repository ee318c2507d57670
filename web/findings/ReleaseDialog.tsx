import { useEffect, useState } from 'react';
import type {
  EntryView,
  GroupView,
  PartyView,
  Release,
  ReleasePreview,
  ReleaseRequest,
} from '../../src/hub/api.ts';
import type { Problem } from '../api/client.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { useNotices } from '../state/notices.tsx';
import { asProblem, useQuery } from '../state/query.ts';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';
import { choicesOf, hourMs, requestOf } from './choices.ts';
import type { Choices } from './choices.ts';
import { Consequence } from './Consequence.tsx';

const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const satisfies readonly Release['tlp'][];
const pauseMs = 200;

/** The one question that is asked before it happens, and asked well: left the choices, right what they will do. */
export function ReleaseDialog({
  view,
  onClose,
  onReleased,
}: {
  view: EntryView;
  onClose: () => void;
  onReleased: (released: EntryView) => void;
}) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [choices, setChoices] = useState(() => choicesOf(view.entry.release));
  const request = requestOf(choices, view.entry.release.caveats);
  const { preview, problem, pending } = usePreview(view.entry.id, request);
  const [sending, setSending] = useState(false);
  const organisations = preview?.organisations.length ?? 0;
  const isReady = !pending && !sending && preview !== undefined && preview.problems.length === 0;

  const release = async () => {
    setSending(true);
    let released: EntryView | undefined;
    const done = await attempt(
      async () => {
        released = await hub.post<EntryView>(`/entries/${view.entry.id}/release`, request);
      },
      t('release.done', { count: organisations }),
    );
    setSending(false);
    if (done && released !== undefined) onReleased(released);
  };
  const change = (part: Partial<Choices>) => setChoices((before) => ({ ...before, ...part }));
  return (
    <Dialog
      wide
      title={t('release.title')}
      onClose={onClose}
      foot={
        <>
          <span className="dim small">{t('release.once')}</span>
          <button type="button" className="button primary" disabled={!isReady} onClick={() => void release()}>
            {buttonText(choices, organisations, t)}
          </button>
        </>
      }
    >
      <div className="release-columns">
        <div className="stack">
          <Marking choices={choices} change={change} />
          <Recipients choices={choices} change={change} />
          <label className="field">
            <span>{t('release.expires')}</span>
            <input
              type="date"
              value={choices.expires}
              onChange={({ target }) => change({ expires: target.value })}
            />
          </label>
          {view.entry.type === 'finding' && <SanitiseChoices choices={choices} change={change} />}
        </div>
        <section className="stack consequence" aria-label={t('release.consequence')} aria-busy={pending}>
          {problem !== undefined && <ErrorNote problem={problem} />}
          {preview !== undefined && <Consequence preview={preview} />}
        </section>
      </div>
    </Dialog>
  );
}

function buttonText({ kind }: Choices, count: number, t: ReturnType<typeof useWords>['t']): string {
  if (kind === 'public') return t('release.button.public');
  if (kind === 'owner' || count === 0) return t('release.button.nobody');
  return count === 1 ? t('release.button.one') : t('release.button.many', { count });
}

/**
 * The hub's own answer to "who would see what", a little after the last change. Asked by what the request says, not by
 * which object says it: a live update of the finding must not take the button away from under the pointer.
 */
function usePreview(id: string, request: ReleaseRequest) {
  const { hub } = useSession();
  const asked = JSON.stringify(request);
  const [state, setState] = useState<{ asked?: string; preview?: ReleasePreview; problem?: Problem }>({});
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      hub.post<ReleasePreview>(`/entries/${id}/release/preview`, JSON.parse(asked)).then(
        (preview) => current && setState({ asked, preview }),
        (error: unknown) => current && setState({ asked, problem: asProblem(error) }),
      );
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [hub, id, asked]);
  return { ...state, pending: state.asked !== asked };
}

interface Part {
  readonly choices: Choices;
  readonly change: (part: Partial<Choices>) => void;
}

function Marking({ choices, change }: Part) {
  const { t } = useWords();
  return (
    <div className="stack">
      <label className="field">
        <span>{t('release.marking')}</span>
        <select
          value={choices.tlp}
          onChange={({ target }) => change({ tlp: target.value as Choices['tlp'] })}
        >
          {tlps.map((tlp) => (
            <option key={tlp} value={tlp}>
              TLP:{tlp} — {t(`tlp.${tlp}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        <input
          type="checkbox"
          checked={choices.orcon}
          onChange={({ target }) => change({ orcon: target.checked })}
        />
        {t('release.orcon')}
      </label>
    </div>
  );
}

function Recipients({ choices, change }: Part) {
  const { t, name } = useWords();
  const { session } = useSession();
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const { data: groups } = useQuery<GroupView[]>('/groups');
  return (
    <>
      <fieldset>
        <legend>{t('release.audience')}</legend>
        {(['named', 'public', 'owner'] as const).map((kind) => (
          <label key={kind} className="choice">
            <input
              type="radio"
              name="audience"
              checked={choices.kind === kind}
              onChange={() => change({ kind })}
            />
            {t(`audience.${kind}`)}
          </label>
        ))}
      </fieldset>
      {choices.kind === 'named' && (
        <>
          <fieldset>
            <legend>{t('release.parties')}</legend>
            {(parties ?? [])
              .filter(({ id }) => id !== session.party)
              .map((party) => (
                <Check
                  key={party.id}
                  id={party.id}
                  label={name(party.name)}
                  note={t(`level.${party.level}`)}
                  chosen={choices.parties}
                  onChange={(chosen) => change({ parties: chosen })}
                />
              ))}
          </fieldset>
          {groups !== undefined && groups.length > 0 && (
            <fieldset>
              <legend>{t('release.groups')}</legend>
              {groups.map((group) => (
                <Check
                  key={group.id}
                  id={group.id}
                  label={name(group.name)}
                  note={t('release.members', { count: group.members.length })}
                  chosen={choices.groups}
                  onChange={(chosen) => change({ groups: chosen })}
                />
              ))}
            </fieldset>
          )}
        </>
      )}
    </>
  );
}

function Check({
  id,
  label,
  note,
  chosen,
  onChange,
}: {
  id: string;
  label: string;
  note: string;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={chosen.includes(id)}
        onChange={({ target }) =>
          onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
        }
      />
      <span>
        {label} <span className="small dim">{note}</span>
      </span>
    </label>
  );
}

function SanitiseChoices({ choices, change }: Part) {
  const { t } = useWords();
  const { how } = choices;
  const changeHow = (part: Partial<Choices['how']>) => change({ how: { ...how, ...part } });
  return (
    <fieldset>
      <legend>{t('sanitise.title')}</legend>
      <label className="choice">
        <input
          type="checkbox"
          checked={choices.sanitise}
          onChange={({ target }) => change({ sanitise: target.checked })}
        />
        {t('sanitise.choose')}
      </label>
      {choices.sanitise && (
        <div className="stack indent">
          <label className="field">
            <span>{t('sanitise.place')}</span>
            <select
              value={how.placeGridDeg}
              onChange={({ target }) => changeHow({ placeGridDeg: Number(target.value) })}
            >
              {[0.1, 0.5, 1].map((deg) => (
                <option key={deg} value={deg}>
                  {t('sanitise.grid', { deg, distanceNm: deg * 60 })}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('sanitise.time')}</span>
            <select
              value={how.timeGridMs / hourMs}
              onChange={({ target }) => changeHow({ timeGridMs: Number(target.value) * hourMs })}
            >
              {[1, 6, 24].map((hours) => (
                <option key={hours} value={hours}>
                  {t('sanitise.hours', { hours })}
                </option>
              ))}
            </select>
          </label>
          <label className="choice">
            <input
              type="checkbox"
              checked={how.withoutEvidence}
              onChange={({ target }) => changeHow({ withoutEvidence: target.checked })}
            />
            {t('sanitise.evidence')}
          </label>
          <label className="choice">
            <input
              type="checkbox"
              checked={how.withoutSubjects}
              onChange={({ target }) => changeHow({ withoutSubjects: target.checked })}
            />
            {t('sanitise.subjects')}
          </label>
        </div>
      )}
    </fieldset>
  );
}
