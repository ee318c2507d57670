/** Alerts of others (CAP 1.2) as entries. */
export type { AlertBody } from './alert.ts';
export { alertType } from './alert.ts';
export { alertsRoom } from './room.ts';
