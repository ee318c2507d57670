/** The closed sets that facts and statements are told in. */
import type { PartyLevel } from '../core/index.ts';

export const factKinds = [
  'agreement',
  'meeting',
  'visit',
  'exercise',
  'statement',
  'policy',
  'procurement',
  'deployment',
  'programme',
  'budget',
  'proposal',
  'incident',
] as const;
export type FactKind = (typeof factKinds)[number];

export const areas = [
  'dialogue',
  'programme',
  'cyber',
  'disinformation',
  'strategic-communication',
  'maritime',
  'sloc',
  'grey-zone',
  'lawfare',
  'sar',
  'hadr',
  'contingency',
  'logistics',
  'interoperability',
  'exercises',
  'military-activity',
  'presence',
  'defence-capability',
  'defence-industry',
  'missile-defence',
  'edt',
  'dual-use',
  'research',
  'space',
  'economic-security',
  'supply-chain',
  'semiconductors',
  'rare-earths',
  'energy',
  'climate',
  'health',
  'sanctions',
  'nonproliferation',
  'budget',
  'policy',
  'legal',
  'institution',
  'information-sharing',
] as const;
export type Area = (typeof areas)[number];

/** What became of it, as the text tells it: the words of the hand-read example. */
export const modalities = [
  'held',
  'agreed',
  'said',
  'ongoing',
  'requested',
  'planned',
  'proposed',
  'expected',
  'done',
] as const;
export type Modality = (typeof modalities)[number];

/** Where a fact's date comes from. A date without one of these is not printed. */
export const dateBases = [
  'explicit',
  'explicit-in-name',
  'year-from-context',
  'document-date',
  'document-context',
  'relative',
  'footnote',
  'inherited',
  'other-paper',
  'none',
] as const;
export type DateBasis = (typeof dateBases)[number];

export type Level = PartyLevel;

/** What a name stands for; decides levels. */
export type ActorClass = 'nato' | 'parliament' | 'ally' | 'japan' | 'state' | 'grouping' | 'body' | 'person';
