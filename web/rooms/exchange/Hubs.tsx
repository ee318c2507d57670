import type { PartnerHubView, QuarantineView } from '../../../src/partners/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useQuery } from '../../state/query.ts';
import { useWords } from '../../state/words.tsx';
import { Bundles } from './Bundles.tsx';
import { OwnCard } from './OwnCard.tsx';
import { PartnerHub } from './PartnerHub.tsx';
import { Quarantine } from './Quarantine.tsx';
import { Register } from './Register.tsx';

const everyMs = 10_000;

/** Partners' hubs: who they are, how far each has us and we have it, and what needs a person. */
export function Hubs() {
  const { t } = useWords();
  const { data: hubs, problem, reload } = useQuery<PartnerHubView[]>('/hubs/partners', { everyMs });
  const quarantine = useQuery<QuarantineView[]>('/hubs/quarantine', { everyMs });
  const renew = () => {
    reload();
    quarantine.reload();
  };
  return (
    <>
      <section className="panel stack">
        <h2>{t('hubs.title')}</h2>
        {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
        {hubs?.length === 0 && <Empty>{t('hubs.none')}</Empty>}
        <ul className="lines">
          {(hubs ?? []).map((hub) => (
            <PartnerHub key={hub.party} partner={hub} onDone={renew} />
          ))}
        </ul>
        <Register onDone={renew} />
      </section>
      <OwnCard />
      <Bundles partners={hubs ?? []} onDone={renew} />
      <Quarantine items={quarantine.data ?? []} onDone={renew} />
    </>
  );
}
