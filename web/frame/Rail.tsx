import type { Session } from '../../src/hub/api.ts';
import { Link } from '../parts/Link.tsx';
import { rooms } from '../rooms/index.ts';
import type { RoomName } from '../rooms/index.ts';
import { usePlace } from '../state/location.ts';
import { useWords } from '../state/words.tsx';
import { Icon } from './Icon.tsx';

/** The rooms that are there for this account, in the order of the list. */
export function visibleRooms(session: Session): RoomName[] {
  return (Object.keys(rooms) as RoomName[]).filter((name) => rooms[name].shown(session));
}

export function Rail({ rooms: shown }: { rooms: readonly RoomName[] }) {
  const { room } = usePlace();
  const { t } = useWords();
  return (
    <nav className="rail" aria-label={t('rooms')}>
      <ul>
        {shown.map((name, i) => (
          <li key={name}>
            <Link to={{ room: name }} aria-current={room === name ? 'page' : undefined}>
              <Icon name={rooms[name].icon} />
              {t(rooms[name].word)}
              {i < 9 && <kbd aria-hidden="true">{i + 1}</kbd>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
