import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PartnerHubView } from '../../../src/partners/api.ts';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { save } from '../../parts/save.ts';

interface Inspected {
  readonly manifest: { readonly from: string; readonly to: string; readonly expiresAt: string };
  readonly contents: {
    readonly put: number;
    readonly revoke: number;
    readonly erase: number;
    readonly withheld: number;
  };
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** Writing files for partners' hubs, and looking into and importing theirs. */
export function Bundles({ partners, onDone }: { partners: readonly PartnerHubView[]; onDone: () => void }) {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [again, setAgain] = useState(false);
  const write = (party: string) =>
    void attempt(async () => {
      const { content, fileName } = await hub.file(`/hubs/partners/${party}/bundle`, { again });
      save(content, fileName);
    }).then(onDone);
  return (
    <section className="panel stack">
      <h2>{t('hubs.file')}</h2>
      <p className="dim">{t('hubs.file.about')}</p>
      <div className="row">
        {partners
          .filter(({ verified, link }) => verified && !link.stopped)
          .map((partner) => (
            <button key={partner.party} type="button" className="button" onClick={() => write(partner.party)}>
              {t('hubs.file.write', { party: name(partner.name) })}
            </button>
          ))}
        {partners.length > 0 && (
          <label className="choice">
            <input type="checkbox" checked={again} onChange={({ target }) => setAgain(target.checked)} />
            {t('hubs.file.again')}
          </label>
        )}
      </div>
      <ReadBundle onDone={onDone} />
    </section>
  );
}

function ReadBundle({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [file, setFile] = useState<File>();
  const [inspected, setInspected] = useState<Inspected>();
  const inspect = (event: FormEvent<HTMLInputElement>) => {
    const [chosen] = event.currentTarget.files ?? [];
    setFile(chosen);
    setInspected(undefined);
    if (chosen === undefined) return;
    void attempt(async () =>
      setInspected(await hub.upload<Inspected>('/hubs/bundles/inspect', chosen, () => {})),
    );
  };
  const take = () =>
    void attempt(async () => {
      if (file === undefined) return;
      await hub.upload('/hubs/bundles', file, () => {});
      setInspected(undefined);
    }, t('hubs.file.imported')).then(onDone);
  return (
    <>
      <label className="field">
        <span>{t('hubs.file.read')}</span>
        <input type="file" accept=".cwbundle" onChange={inspect} />
      </label>
      {inspected !== undefined && (
        <div className="quote stack" role="status">
          <p>
            {t('hubs.file.holds', {
              ...inspected.contents,
              from: inspected.manifest.from,
              time: timeText(inspected.manifest.expiresAt),
            })}
          </p>
          {inspected.refusal === undefined ? (
            <p>
              <button type="button" className="button primary" onClick={take}>
                {t('hubs.file.import')}
              </button>
            </p>
          ) : (
            <p className="alarm">
              <span className="mono">{inspected.refusal.code}</span> {inspected.refusal.message}
            </p>
          )}
        </div>
      )}
    </>
  );
}
