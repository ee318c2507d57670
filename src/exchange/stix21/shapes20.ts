/**
 * The objects of STIX 2.0 (OASIS Committee Specification 01) by what differs in 2.1. An object without `spec_version`
 * that is no observable is one of them (STIX 2.1, section 3.2), and a bundle may hold both.
 */
import { commonProperties, shapeNamed } from './shapes.ts';
import type { Forms, ObjectShape } from './shapes.ts';

/** Types that 2.0 has. */
export const types20: ReadonlySet<string> = new Set(
  `attack-pattern campaign course-of-action identity indicator intrusion-set malware observed-data report threat-actor
   tool vulnerability relationship sighting marking-definition`.split(/\s+/),
);

/** Where 2.0 has the words that have properties of their own in 2.1: in `labels`, which it requires. */
export const labelsFrom: Readonly<Record<string, string>> = {
  indicator: 'indicator_types',
  malware: 'malware_types',
  report: 'report_types',
  'threat-actor': 'threat_actor_types',
  tool: 'tool_types',
};

/** What 2.0 knows an identity to be, which it requires. */
export const identityClasses20: ReadonlySet<string> = new Set([
  'individual',
  'group',
  'organization',
  'class',
  'unknown',
]);

/** Properties that came with 2.1, for types that both have. */
export const newIn21: Readonly<Record<string, readonly string[]>> = {
  '*': ['spec_version', 'confidence', 'lang', 'extensions'],
  'attack-pattern': ['aliases'],
  identity: ['roles'],
  indicator: ['indicator_types', 'pattern_type', 'pattern_version'],
  malware: [
    'malware_types',
    'is_family',
    'aliases',
    'first_seen',
    'last_seen',
    'operating_system_refs',
    'architecture_execution_envs',
    'implementation_languages',
    'capabilities',
    'sample_refs',
  ],
  'marking-definition': ['name'],
  relationship: ['start_time', 'stop_time'],
  report: ['report_types'],
  sighting: ['description'],
  'threat-actor': ['threat_actor_types', 'first_seen', 'last_seen'],
  tool: ['tool_types', 'aliases'],
};

/** What must be there in 2.0 and not in 2.1, with its form. */
const requiredIn20: Readonly<Record<string, Forms>> = {
  ...Object.fromEntries(Object.keys(labelsFrom).map((type) => [type, { labels: 'string[]!' }])),
  identity: { identity_class: 'string!' },
  malware: { labels: 'string[]!', name: 'string!' },
  'marking-definition': { definition_type: 'string!', definition: 'object!' },
  'observed-data': { objects: 'observables!' },
};

const shapes = new Map<string, ObjectShape>();

const custom20: ObjectShape = {
  category: 'sdo',
  properties: Object.fromEntries(
    Object.entries(commonProperties).filter(([name]) => !newIn21['*'].includes(name)),
  ),
};

/** The shape of a type of 2.0, or of somebody's own; undefined for a type that came with 2.1. */
export function shape20Named(type: string): ObjectShape | undefined {
  const shape = shapeNamed(type);
  if (shape === undefined) return custom20;
  if (!types20.has(type)) return undefined;
  let made = shapes.get(type);
  if (made === undefined) {
    const gone = new Set([...newIn21['*'], ...(newIn21[type] ?? []), 'object_refs']);
    const kept = Object.entries(shape.properties).filter(
      ([name]) => !gone.has(name) || (name === 'object_refs' && type === 'report'),
    );
    made = {
      category: shape.category,
      properties: { ...Object.fromEntries(kept), ...requiredIn20[type] },
    };
    shapes.set(type, made);
  }
  return made;
}
