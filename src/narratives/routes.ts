/** The room's routes; what each answers is typed in api.ts. Whatever comes of posts goes out under its collection's entry. */
import type { Route } from '../core/index.ts';
import { collectionRoutes } from './collectionroutes.ts';
import { judgementRoutes } from './judgementroutes.ts';

export const narrativesRoutes: readonly Route[] = [...collectionRoutes, ...judgementRoutes];
