/** All that other folders may import from core, except `seal`, which belongs to the gate and the store. */
export * from './brief.ts';
export * from './derive.ts';
export * from './entry.ts';
export * from './errors.ts';
export * from './evidence.ts';
export * from './finding.ts';
export * from './gate.ts';
export * from './ids.ts';
export * from './message.ts';
export * from './party.ts';
export * from './release.ts';
export * from './room.ts';
export * from './time.ts';
