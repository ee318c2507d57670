import type { LocationAnswer, PrepositioningAnswer } from '../../../../src/coordination/api.ts';
import { Wide } from '../parts.tsx';
import { useRelief } from '../words.ts';

/** Which stores to open and whom each serves, how far that is from the best, and what if. */
export function LocationResult({
  answer,
  labelOf,
}: {
  answer: LocationAnswer;
  labelOf: (id: string) => string;
}) {
  const { p } = useRelief();
  return (
    <>
      <h3>{p('siting.open', { sites: answer.open.map(labelOf) })}</h3>
      <p>
        {answer.problem === 'capacitated'
          ? p('siting.cost', { cost: answer.objective })
          : answer.coveredShare === undefined
            ? p('siting.mean', { km: answer.meanCost ?? 0 })
            : p('siting.covered', { share: answer.coveredShare })}{' '}
        <Gap gap={answer.gap} status={answer.status} />
      </p>
      {answer.unserved.length > 0 && (
        <p className="quote">{p('siting.unserved', { places: answer.unserved.map(labelOf) })}</p>
      )}
      {answer.loads !== undefined && (
        <ul className="lines small">
          {answer.loads.map(({ site, load, capacity }) => (
            <li key={site}>{p('siting.load', { site: labelOf(site), load, capacity })}</li>
          ))}
        </ul>
      )}
      {answer.whatIf?.map((then) => (
        <p key={then.name} className="quote">
          {then.objective === null
            ? p('siting.infeasible', { name: then.name })
            : p(answer.problem === 'p-median' ? 'siting.then' : 'siting.then.objective', {
                name: then.name,
                sites: then.open.map(labelOf),
                more: answer.objective > 0 ? then.objective / answer.objective - 1 : 0,
                change: changeOf(answer.objective, then.objective),
              })}
        </p>
      ))}
      <ul className="lines small">
        {answer.assignments.map(({ customer, site, amount }) => (
          <li key={`${customer} ${site}`}>
            {p('from-to', { from: labelOf(site), to: labelOf(customer) })}
            {answer.problem === 'capacitated' && ` · ${Math.round(amount).toLocaleString('en-US')}`}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Stocks, and what each scenario would get of them; beside it the same with something out. */
export function StocksResult({
  answer,
  without,
  labelOf,
}: {
  answer: PrepositioningAnswer;
  without: { readonly name: string; readonly answer: PrepositioningAnswer } | undefined;
  labelOf: (id: string) => string;
}) {
  const { p } = useRelief();
  return (
    <>
      <h3>{p('siting.open', { sites: answer.open.map(labelOf) })}</h3>
      <p>
        {p('siting.cost.expected', { cost: answer.objective })}{' '}
        <Gap gap={answer.gap} status={answer.status} />
      </p>
      <ul className="lines">
        {answer.stocks.map(({ site, amount }) => (
          <li key={site}>{p('siting.stock', { site: labelOf(site), amount })}</li>
        ))}
      </ul>
      <Wide>
        <table>
          <thead>
            <tr>
              {(['happening', 'needed', 'served', 'missing'] as const).map((word) => (
                <th key={word} scope="col">
                  {p(`siting.${word}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.scenarios.map((each) => (
              <tr key={each.name}>
                <th scope="row">{each.name}</th>
                <td>{Math.round(each.needed).toLocaleString('en-US')}</td>
                <td>{p('siting.share', { share: each.servedShare })}</td>
                <td>
                  {each.missing
                    .map(
                      ({ customer, amount }) =>
                        `${labelOf(customer)} ${Math.round(amount).toLocaleString('en-US')}`,
                    )
                    .join(', ') || '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {without !== undefined && (
        <p className="quote">
          {p('siting.then.stocks', {
            name: without.name,
            sites: without.answer.open.map(labelOf),
            change: changeOf(answer.objective, without.answer.objective),
            unmet: Math.round(
              without.answer.scenarios.reduce((sum, { probability, unmet }) => sum + probability * unmet, 0),
            ),
          })}
        </p>
      )}
    </>
  );
}

const changeOf = (before: number, after: number) => (before > 0 ? after / before - 1 : 0);

function Gap({ gap, status }: { gap: number; status: string }) {
  const { p } = useRelief();
  return <>{status === 'optimal' ? p('siting.proved') : p('siting.gap.exact', { gap: gap * 100 })}</>;
}
