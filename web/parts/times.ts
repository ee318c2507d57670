/** Times as the watch floor writes them: ISO, UTC unless it says otherwise. Arguments are ms since 1970 UTC. */

/** `21:14:08 UTC` */
export function clockText(timeUtcMs: number): string {
  return `${new Date(timeUtcMs).toISOString().slice(11, 19)} UTC`;
}

/** `21:14` */
export function minuteText(timeUtcMs: number): string {
  return new Date(timeUtcMs).toISOString().slice(11, 16);
}

/** `2026-11-21 21:14 UTC` */
export function timeText(time: number | string): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `17:22–21:02 UTC` on one day, otherwise both in full. */
export function spanText(startUtcMs: number, endUtcMs: number): string {
  const [start, end] = [timeText(startUtcMs), timeText(endUtcMs)];
  if (start === end) return start;
  return start.slice(0, 10) === end.slice(0, 10)
    ? `${start.slice(0, 16)}–${end.slice(11)}`
    : `${start.slice(0, 16)} – ${end}`;
}

const local = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
  hourCycle: 'h23',
});

/** `06:14 JST`: the machine's own zone, or its offset where it has no short name. */
export function localClockText(timeUtcMs: number): string {
  return local.format(timeUtcMs);
}

/** `4 min`, `2 h`, `3 d`: how old something is, in its largest whole unit. */
export function ageText(ageS: number): string {
  if (ageS < 90) return `${Math.round(ageS)} s`;
  if (ageS < 5_400) return `${Math.round(ageS / 60)} min`;
  return ageS < 172_800 ? `${Math.round(ageS / 3_600)} h` : `${Math.round(ageS / 86_400)} d`;
}
