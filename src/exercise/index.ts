/** The exercise: a seeded scenario that plays the same feeds as the world does, and knows the truth. */
export { accounts, feeds, groups, hubParty, parties, states } from './cast.ts';
export type { ExerciseAccount, ExerciseFeed, Names, State } from './cast.ts';
export { feedIds } from './player.ts';
export type { Chunk, FeedId } from './player.ts';
export { cast, defaultStartUtcMs, openingHour, scenario } from './scenario.ts';
export type { Scenario, ScenarioOptions } from './scenario.ts';
export type { ExerciseEarth } from './theatre.ts';
export { exerciseKinds } from './truth.ts';
export type { ExerciseKind, SilentTwin, TruthEvent } from './truth.ts';
export type { Vessel } from './vessel.ts';
export { overlap, score, scoredEvents } from './score.ts';
export type { KindScore, Score, ScoredEvent } from './score.ts';
export { truthLines, areasGeoJson, describe } from './files.ts';
export { exercisePosts, postSettings } from './posts.ts';
export { exerciseRoom, injects, told } from './room.ts';
export type { ExerciseTold } from './room.ts';
