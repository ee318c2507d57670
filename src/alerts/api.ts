/** Types for the screen. */
export type { AlertBody, AlertInfo } from './alert.ts';
