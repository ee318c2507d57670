/** The value with our names for its fields: what other programs call them is taken too, unless ours is there as well. */
export function renamed(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const known = Object.hasOwn(names, key) && !Object.hasOwn(value, names[key]) ? names[key] : key;
    out[known] = inner;
  }
  return out;
}
