/** Line drawings of 24 × 24. Always beside or under a name in words, so hidden from readers of the screen. */
const paths = {
  sea: 'M12 3v9M5 9l7-2 7 2-2 7H7zM3 20c1.5 0 1.5-1 3-1s1.5 1 3 1 1.5-1 3-1 1.5 1 3 1 1.5-1 3-1 1.5 1 3 1',
  cases: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16',
  brief: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4',
  lanes: 'M3 18c4 0 4-6 8-6s4 4 7 1 1-6 3-8M17 5h4v4M5 18a2 2 0 1 0 0 .1',
  narratives: 'M4 5h12v8H9l-3 3v-3H4zM18 9h2v8h-2v3l-3-3h-4',
  programme: 'M4 5h16M4 12h16M4 19h16M8 3v4M15 10v4M11 17v4',
  coordination:
    'M3 8h11v9H3zM14 11h4l3 3v3h-7zM7 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4M8 5V2M6 3.5h4',
  cti: 'M12 3l7 3v6c0 4-3 7-7 9-4-2-7-5-7-9V6zM9 12l2 2 4-4',
  exchange: 'M4 9h13M13 5l4 4-4 4M20 15H7M11 11l-4 4 4 4',
  journal: 'M5 4h14v16H5zM5 8h14M9 4v16',
  feeds: 'M4 20a8 8 0 0 1 8 0M4 14a14 14 0 0 1 14 6M4 8a20 20 0 0 1 16 8M12 4v4',
  administration:
    'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M6 6l2 2M16 16l2 2M18 6l-2 2M8 16l-2 2',
  leave: 'M14 4h5v16h-5M4 12h10M8 8l-4 4 4 4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon-drawing" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
