import { withQuery } from '../api/client.ts';
import type { Query } from '../api/client.ts';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';

const files = [
  ['findings.geojson', 'GeoJSON'],
  ['findings.stix.json', 'STIX 2.1'],
  ['findings.csv', 'CSV'],
  ['findings.parquet', 'Parquet'],
  ['findings.kml', 'KML'],
  ['findings.misp.json', 'MISP'],
  ['findings.cise.xml', 'CISE'],
  ['findings.nvg', 'NVG'],
] as const;

/** The list as files; what they hold has passed the same gate as the screen. */
export function ExportMenu({ query }: { query: Query }) {
  const { hub } = useSession();
  const { t } = useWords();
  return (
    <details className="menu">
      <summary className="button quiet">{t('export')}</summary>
      <ul className="menu-list panel">
        {files.map(([name, label]) => (
          <li key={name}>
            <a href={hub.url(withQuery(`/exports/${name}`, query))} download={name}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
