import { useEffect, useSyncExternalStore } from 'react';
import type { Session } from '../../src/hub/api.ts';

export type Theme = Session['theme'];
/** The palettes there are; `system` follows the machine. */
export type Palette = Exclude<Theme, 'system'>;

export const themes = ['day', 'night', 'contrast', 'system'] as const satisfies readonly Theme[];

const dark = matchMedia('(prefers-color-scheme: dark)');
const moreContrast = matchMedia('(prefers-contrast: more)');

function onSystemChange(listener: () => void): () => void {
  dark.addEventListener('change', listener);
  moreContrast.addEventListener('change', listener);
  return () => {
    dark.removeEventListener('change', listener);
    moreContrast.removeEventListener('change', listener);
  };
}

function systemPalette(): Palette {
  if (moreContrast.matches) return 'contrast';
  return dark.matches ? 'night' : 'day';
}

/** The palette to draw in, also set on the document for the style sheets. */
export function usePalette(theme: Theme): Palette {
  const system = useSyncExternalStore(onSystemChange, systemPalette);
  const palette = theme === 'system' ? system : theme;
  useEffect(() => {
    document.documentElement.dataset.theme = palette;
  }, [palette]);
  return palette;
}
