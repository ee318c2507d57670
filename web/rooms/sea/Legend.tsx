import { vectorMinutes } from '../../chart/vectors.ts';
import { readView } from './selection.ts';
import { usePlace } from '../../state/location.ts';
import { useWords } from '../../state/words.tsx';

const outlines = {
  cargo: 'M8 1.5 12.2 14.4 8 11.4 3.8 14.4z',
  tanker: 'M8 1.5 12 9.2V14.4H4V9.2z',
  fishing: 'M8 1.5 10.7 8 12.8 14.8 8 9.2 3.2 14.8 5.3 8z',
  other: 'M8 1.5 11.8 9.2 8 14.4 4.2 9.2z',
} as const;

/** What the symbols mean; closed until somebody asks. */
export function Legend() {
  const { t } = useWords();
  const zoom = readView(usePlace().query.view)?.zoom ?? 0;
  return (
    <details className="legend">
      <summary className="button">{t('legend')}</summary>
      <ul className="panel small">
        {Object.entries(outlines).map(([name, path]) => (
          <li key={name} className="row">
            <svg width="16" height="16" aria-hidden="true" className={`ship ${name}`}>
              <path d={path} />
            </svg>
            {t(`class.${name as keyof typeof outlines}`)}
          </li>
        ))}
        <li className="row">
          <svg width="16" height="16" aria-hidden="true" className="ship other hollow">
            <path d={outlines.cargo} />
          </svg>
          {t('legend.stale')}
        </li>
        <li className="row">
          <svg width="16" height="16" aria-hidden="true" className="ship other">
            <circle cx="8" cy="8" r="3.5" />
          </svg>
          {t('legend.moored')}
        </li>
        <li className="row">
          <span className="swatch within-12" aria-hidden="true" /> {t('legend.within-12')}
        </li>
        <li className="row">
          <span className="swatch within-24" aria-hidden="true" /> {t('legend.within-24')}
        </li>
        <li className="row">
          <span className="swatch broken" aria-hidden="true" /> {t('legend.disputed')}
        </li>
        <li className="dim">{t('legend.note', { minutes: vectorMinutes(zoom) })}</li>
      </ul>
    </details>
  );
}
