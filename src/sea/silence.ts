/** Why a vessel raised nothing: how near its track came to the threshold of each detector. */
import type { MessageRef } from '../core/index.ts';
import { message } from '../core/index.ts';
import type { Area, Earth } from '../earth/index.ts';
import { nearDistanceNm } from '../earth/index.ts';
import type { TrackView } from './api.ts';
import { hourMs } from './detect.ts';
import type { Parameters } from './parameters.ts';

/** At most this many places of a track are measured against coasts and areas. */
const samples = 200;

/** One line a detector; a single line when there is no track. Encounters need other vessels' tracks and say so. */
export function silenceOf(
  track: TrackView,
  earth: Pick<Earth, 'distanceToCoastNm' | 'gates'>,
  areas: readonly Area[],
  parameters: Parameters,
): MessageRef[] {
  if (track.timeUtcMs.length < 2) return [message('sea.silence.no-track')];
  return [
    gapLine(track, parameters),
    loiteringLine(track, earth, parameters),
    passageLine(track, earth),
    ...areas.map((area) => areaLine(track, area)),
    message('sea.silence.encounter', {
      metres: parameters.encounterDistanceM,
      minutes: parameters.encounterMinutes,
    }),
  ];
}

function gapLine({ timeUtcMs }: TrackView, { gapHours }: Parameters): MessageRef {
  let longestMs = 0;
  for (let i = 1; i < timeUtcMs.length; i++) longestMs = Math.max(longestMs, timeUtcMs[i] - timeUtcMs[i - 1]);
  return message('sea.silence.gap', { longestMs, hours: gapHours });
}

/** The slowest hour: the least way made good in any sixty minutes of fixes. */
function loiteringLine(
  { timeUtcMs, lonDeg, latDeg }: TrackView,
  earth: Pick<Earth, 'distanceToCoastNm'>,
  { loiteringKn, loiteringOffshoreNm }: Parameters,
): MessageRef {
  let slowestKn = Number.POSITIVE_INFINITY;
  let at = 0;
  let wayNm = 0;
  const steps: number[] = [0];
  for (let i = 1, first = 0; i < timeUtcMs.length; i++) {
    steps[i] = nearDistanceNm(lonDeg[i - 1], latDeg[i - 1], lonDeg[i], latDeg[i]);
    wayNm += steps[i];
    while (timeUtcMs[i] - timeUtcMs[first + 1] >= hourMs) wayNm -= steps[++first];
    const hours = (timeUtcMs[i] - timeUtcMs[first]) / hourMs;
    if (hours < 1 || wayNm / hours >= slowestKn) continue;
    slowestKn = wayNm / hours;
    at = i;
  }
  if (!Number.isFinite(slowestKn)) return message('sea.silence.short');
  return message('sea.silence.loitering', {
    slowestKn,
    coastNm: earth.distanceToCoastNm(lonDeg[at], latDeg[at]),
    limitKn: loiteringKn,
    limitNm: loiteringOffshoreNm,
  });
}

function passageLine({ lonDeg, latDeg }: TrackView, { gates }: Pick<Earth, 'gates'>): MessageRef {
  const crossed = new Set<string>();
  for (let i = 1; i < lonDeg.length; i++)
    gates.crossings(lonDeg[i - 1], latDeg[i - 1], lonDeg[i], latDeg[i], ({ id }) => crossed.add(id));
  const names = [...crossed].map((id) => gates.get(id)?.name ?? { en: id, ja: id });
  return names.length === 0
    ? message('sea.silence.no-passage')
    : message('sea.silence.crossed', { gates: names });
}

function areaLine({ lonDeg, latDeg }: TrackView, area: Area): MessageRef {
  const step = Math.max(1, Math.floor(lonDeg.length / samples));
  let nearestNm = Number.POSITIVE_INFINITY;
  for (let i = 0; i < lonDeg.length; i += step)
    nearestNm = Math.min(nearestNm, area.signedDistanceNm(lonDeg[i], latDeg[i]));
  return nearestNm < 0
    ? message('sea.silence.inside', { area: area.name, deepestNm: -nearestNm })
    : message('sea.silence.outside', { area: area.name, nearestNm });
}
