import type { Permission } from '../core/index.ts';

/** What each role may do. `administer` never includes `release`: who keeps the accounts does not widen audiences. */
export const roles = {
  'watch-officer': ['read', 'watch', 'import'],
  analyst: ['read', 'watch'],
  'desk-officer': ['read', 'watch', 'import', 'release', 'programme', 'coordinate'],
  'crisis-manager': ['read', 'watch', 'release', 'coordinate'],
  coordinator: ['read', 'coordinate'],
  administrator: ['read', 'administer'],
  'exercise-director': ['read', 'watch', 'import', 'release', 'exercise'],
  'partner-reader': ['read'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as Role[];

export function isRole(value: string): value is Role {
  return Object.hasOwn(roles, value);
}

export function permissionsOf(role: Role): readonly Permission[] {
  return roles[role];
}

/** The role with the most of these permissions and no other. */
export function roleWithin(permissions: readonly Permission[]): Role {
  const within = roleNames.filter((role) => roles[role].every((each) => permissions.includes(each)));
  return within.toSorted((a, b) => roles[b].length - roles[a].length)[0] ?? 'partner-reader';
}
