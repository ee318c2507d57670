/** All that others may import from this room. */
export { templateRoom } from './room.ts';
export { templateWords } from './words.ts';
