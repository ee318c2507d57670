/**
 * Trucks that wait at a hub's docks, hour by hour: arrivals join a queue, docks that are open take so many an hour. A
 * deterministic fluid queue (G. F. Newell, "Applications of Queueing Theory", 1982): good where trucks come by the dozen.
 */

export interface DockHub {
  readonly docks: number;
  /** To unload one truck at one dock. */
  readonly minutesPerTruck: number;
  /** Hours of the day, local to the plan's start, between which docks work; all day when absent. */
  readonly openFromHour?: number;
  readonly openToHour?: number;
}

/** A stretch of hours in which trucks wait longer than the limit. */
export interface Choke {
  readonly fromHour: number;
  readonly toHour: number;
  readonly longestQueueTrucks: number;
  readonly longestWaitHours: number;
  /** When it could be seen coming: the queue had then grown for two hours on end, or waited past the limit. */
  readonly flaggedHour: number;
}

export interface DockQueue {
  /** Trucks that wait at the end of each hour. */
  readonly queueTrucks: readonly number[];
  /** Hours that a truck arriving in the hour waits. */
  readonly waitHours: readonly number[];
  readonly chokes: readonly Choke[];
}

/** Trucks wait longer than this only at a choke. */
const waitLimitHours = 1;

/** @param arrivals trucks that arrive in each hour */
export function dockQueue(arrivals: readonly number[], hub: DockHub): DockQueue {
  const perHour = (hour: number) => (isOpen(hub, hour % 24) ? (hub.docks * 60) / hub.minutesPerTruck : 0);
  const queueTrucks: number[] = [];
  let queue = 0;
  arrivals.forEach((trucks, hour) => {
    queue = Math.max(0, queue + trucks - perHour(hour));
    queueTrucks.push(queue);
  });
  const waitHours = queueTrucks.map((trucks, hour) => waitOf(trucks, hour + 1, perHour));
  return { queueTrucks, waitHours, chokes: chokesOf(queueTrucks, waitHours) };
}

function isOpen({ openFromHour = 0, openToHour = 24 }: DockHub, hour: number): boolean {
  return openFromHour <= openToHour
    ? hour >= openFromHour && hour < openToHour
    : hour >= openFromHour || hour < openToHour;
}

/** Hours until as many trucks have been taken; a week where docks never take them. */
function waitOf(trucks: number, fromHour: number, perHour: (hour: number) => number): number {
  let left = trucks;
  for (let hour = 0; hour < 168; hour++) {
    const taken = perHour(fromHour + hour);
    if (left <= taken) return taken === 0 ? hour : hour + left / taken;
    left -= taken;
  }
  return 168;
}

function chokesOf(queue: readonly number[], wait: readonly number[]): Choke[] {
  const chokes: Choke[] = [];
  for (let hour = 0; hour < queue.length; hour++) {
    if (wait[hour] <= waitLimitHours) continue;
    let end = hour;
    while (end + 1 < queue.length && wait[end + 1] > waitLimitHours) end++;
    let flaggedHour = hour;
    for (let h = Math.max(2, hour - 4); h <= hour; h++)
      if (queue[h] > queue[h - 1] && queue[h - 1] > queue[h - 2]) {
        flaggedHour = h;
        break;
      }
    chokes.push({
      fromHour: hour,
      toHour: end + 1,
      longestQueueTrucks: Math.max(...queue.slice(hour, end + 1)),
      longestWaitHours: Math.max(...wait.slice(hour, end + 1)),
      flaggedHour,
    });
    hour = end;
  }
  return chokes;
}

/** What a floor holds: by its area and by its load, whichever is less. */
export function storagePallets(floor: {
  readonly areaM2: number;
  readonly loadKnM2: number;
  readonly palletKg: number;
  readonly palletM2: number;
  /** Share of the area that stays free for aisles. */
  readonly aisleShare: number;
  readonly stacked: number;
}): number {
  const usable = floor.areaM2 * (1 - floor.aisleShare);
  const byArea = Math.floor(usable / floor.palletM2) * floor.stacked;
  const byLoad = Math.floor((usable * floor.loadKnM2) / ((floor.palletKg * 9.80665) / 1000));
  return Math.min(byArea, byLoad);
}
