import type { ShipClass } from '../../src/sea/api.ts';

/** Every symbol once filled and once hollow (stale), drawn as a mask and coloured by the layer. */
export const symbols = ['dart', 'wedge', 'fork', 'kite', 'dot', 'diamond', 'square'] as const;
export type Symbol = (typeof symbols)[number];

/** Bow up, in units of the cell's half. */
const outlines: Record<Exclude<Symbol, 'dot'>, readonly (readonly [number, number])[]> = {
  dart: [
    [0, -0.9],
    [0.52, 0.8],
    [0, 0.42],
    [-0.52, 0.8],
  ],
  wedge: [
    [0, -0.9],
    [0.5, 0.15],
    [0.5, 0.8],
    [-0.5, 0.8],
    [-0.5, 0.15],
  ],
  fork: [
    [0, -0.9],
    [0.34, 0],
    [0.6, 0.85],
    [0, 0.15],
    [-0.6, 0.85],
    [-0.34, 0],
  ],
  kite: [
    [0, -0.9],
    [0.48, 0.15],
    [0, 0.8],
    [-0.48, 0.15],
  ],
  diamond: [
    [0, -0.7],
    [0.7, 0],
    [0, 0.7],
    [-0.7, 0],
  ],
  square: [
    [-0.55, -0.55],
    [0.55, -0.55],
    [0.55, 0.55],
    [-0.55, 0.55],
  ],
};

/** Classes differ in shape as well as in colour, for whoever cannot tell the colours apart. */
const symbolOfClass: Record<ShipClass, Symbol> = {
  cargo: 'dart',
  tanker: 'wedge',
  fishing: 'fork',
  passenger: 'kite',
  special: 'kite',
  pleasure: 'kite',
  other: 'kite',
  aton: 'diamond',
  base: 'square',
};

export function symbolOf(shipClass: ShipClass, moored: boolean): Symbol {
  const isStation = shipClass === 'aton' || shipClass === 'base';
  return moored && !isStation ? 'dot' : symbolOfClass[shipClass];
}

/** The index of a symbol in the atlas; the hollow ones follow the filled ones. */
export function iconIndex(symbol: Symbol, hollow: boolean): number {
  return symbols.indexOf(symbol) + (hollow ? symbols.length : 0);
}

export const iconNames: readonly string[] = [...symbols, ...symbols.map((symbol) => `${symbol}-hollow`)];

const cellPx = 64;

export const iconMapping = Object.fromEntries(
  iconNames.map((name, i) => [name, { x: i * cellPx, y: 0, width: cellPx, height: cellPx, mask: true }]),
);

/** The atlas as pixels, drawn once: no picture file, and sharp at every size that vessels have. */
export function drawAtlas(): ImageData {
  const canvas = new OffscreenCanvas(cellPx * iconNames.length, cellPx);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2d canvas for the vessel symbols');
  context.lineJoin = 'round';
  for (const [i] of iconNames.entries()) {
    context.setTransform(cellPx * 0.45, 0, 0, cellPx * 0.45, cellPx * (i + 0.5), cellPx / 2);
    context.beginPath();
    trace(context, symbols[i % symbols.length]);
    if (i < symbols.length) context.fill();
    else {
      context.lineWidth = 0.2;
      context.stroke();
    }
  }
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function trace(context: OffscreenCanvasRenderingContext2D, symbol: Symbol): void {
  if (symbol === 'dot') {
    context.arc(0, 0, 0.55, 0, 2 * Math.PI);
    return;
  }
  for (const [x, y] of outlines[symbol]) context.lineTo(x, y);
  context.closePath();
}
