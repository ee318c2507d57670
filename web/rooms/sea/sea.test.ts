import { describe, expect, it } from 'vitest';
import { boxText } from './box.ts';
import { readSelection, readView } from './selection.ts';

describe('the selection in the address', () => {
  it('is an entry, a vessel, or nothing', () => {
    const id = 'finding--00000000-0000-5000-8000-000000000010';
    expect(readSelection(id)).toEqual({ kind: 'entry', id });
    expect(readSelection('vessel:431000001')).toEqual({ kind: 'vessel', mmsi: 431_000_001 });
    for (const junk of [undefined, '', 'vessel:', 'vessel:1e9', 'finding--../../x', '<script>'])
      expect(readSelection(junk)).toBeUndefined();
  });
});

describe('the view in the address', () => {
  it('is read, or ignored when it is no place on earth', () => {
    expect(readView('127.67,26.21,10')).toEqual({ lonDeg: 127.67, latDeg: 26.21, zoom: 10 });
    for (const junk of [undefined, '', '1,2', '1,91,3', 'a,b,c', '1,2,99'])
      expect(readView(junk)).toBeUndefined();
  });
});

describe('the box that vessels are asked for', () => {
  it('is a little larger than the chart', () => {
    expect(boxText([120, 20, 130, 30])).toBe('119.000,19.000,131.000,31.000');
  });

  it('goes across the antimeridian with west greater than east', () => {
    expect(boxText([175, 0, 185, 10])).toBe('174.000,-1.000,-174.000,11.000');
  });

  it('is everywhere when half the world is in view', () => {
    expect(boxText([-100, -80, 100, 80])).toBe('');
  });

  it('stays on earth at the poles', () => {
    expect(boxText([0, 80, 20, 89])).toMatch(/,90\.000$/);
  });
});
