/** What an MMSI says about its bearer (ITU-R M.585-9). A junk identity is told, never refused. */

export type MmsiKind =
  | 'ship'
  | 'coast-station'
  | 'ship-group'
  | 'sar-aircraft'
  | 'aid-to-navigation'
  | 'auxiliary-craft'
  | 'handheld'
  | 'ais-sart'
  | 'man-overboard'
  | 'epirb'
  | 'junk';

/** A kind, and the maritime identification digits if the MMSI has assigned ones. */
export interface MmsiIdentity {
  readonly kind: MmsiKind;
  /** Three digits of a country or territory; undefined where the MMSI has none, or unassigned ones. */
  readonly mid: number | undefined;
}

/**
 * Assigned maritime identification digits (ITU, Table of Maritime Identification Digits, RR appendix 42), as ranges
 * from–to. A ship whose digits are not among them does not exist on paper.
 */
const assignedRanges = [
  '201-216 218-220 224-259 261-279 301 303-312 314 316 319 321 323 325 327 329-332 334 336 338-339 341 343 345',
  '347-348 350-359 361-362 364 366-379 401 403 405 408 410 412-414 416-417 419 422-423 425 428 431-432 434',
  '436-438 440-441 443 445 447 450-451 453 455 457 459 461 463 466 468 470-473 475 477-478 501 503 506 508',
  '510-512 514-516 518 520 523 525 529 531 533 536 538 540 542 544 546 548 550 553 555 557 559 561 563-567 570',
  '572 574 576-578 601 603 605 607-613 615-622 624-627 629-638 642 644-645 647 649-650 654-657 659-672 674-679',
  '701 710 720 725 730 735 740 745 750 755 760 765 770 775',
].join(' ');

const assigned = new Uint8Array(1000);
for (const range of assignedRanges.split(' ')) {
  const [from, to = from] = range.split('-').map(Number);
  assigned.fill(1, from, to + 1);
}

/** True for maritime identification digits that the ITU has assigned. */
export function isAssignedMid(mid: number): boolean {
  return assigned[mid] === 1;
}

/** What the MMSI says. `junk` is a number that no rule gives out, such as 0, 123456789 or 999999999. */
export function mmsiIdentity(mmsi: number): MmsiIdentity {
  const kind = formOf(mmsi);
  const digits = kind === undefined ? NaN : midOf(mmsi, kind);
  const mid = isAssignedMid(digits) ? digits : undefined;
  if (kind === undefined || (mid === undefined && needsMid.has(kind)) || isPlaceholder(mmsi))
    return { kind: 'junk', mid: undefined };
  return { kind, mid };
}

/** The kind alone. */
export function mmsiKind(mmsi: number): MmsiKind {
  return mmsiIdentity(mmsi).kind;
}

/** Search and rescue devices carry their maker's number instead of a country's digits; handhelds may, too. */
const needsMid = new Set<MmsiKind>([
  'ship',
  'coast-station',
  'ship-group',
  'sar-aircraft',
  'aid-to-navigation',
  'auxiliary-craft',
]);

function formOf(mmsi: number): MmsiKind | undefined {
  const millions = Math.floor(mmsi / 1_000_000);
  if (millions >= 201 && millions <= 799) return 'ship';
  if (millions >= 2 && millions <= 7) return 'coast-station';
  if (millions >= 20 && millions <= 79) return 'ship-group';
  if (millions >= 800 && millions <= 899) return 'handheld';
  if (millions >= 111 && millions <= 119) return millions === 111 ? 'sar-aircraft' : undefined;
  if (millions >= 980 && millions <= 989) return 'auxiliary-craft';
  if (millions >= 990 && millions <= 999) return 'aid-to-navigation';
  if (millions === 970) return 'ais-sart';
  if (millions === 972) return 'man-overboard';
  return millions === 974 ? 'epirb' : undefined;
}

/** Where each kind keeps its country's digits. */
function midOf(mmsi: number, kind: MmsiKind): number {
  switch (kind) {
    case 'ship':
      return Math.floor(mmsi / 1_000_000);
    case 'coast-station':
      return Math.floor(mmsi / 10_000);
    case 'ship-group':
      return Math.floor(mmsi / 100_000);
    case 'handheld':
      return Math.floor(mmsi / 100_000) % 1000;
    case 'sar-aircraft':
      return Math.floor(mmsi / 1000) % 1000;
    case 'auxiliary-craft':
    case 'aid-to-navigation':
      return Math.floor(mmsi / 10_000) % 1000;
    default:
      return NaN;
  }
}

/** Numbers that installers type in: nine equal digits. */
function isPlaceholder(mmsi: number): boolean {
  return mmsi % 111_111_111 === 0;
}
