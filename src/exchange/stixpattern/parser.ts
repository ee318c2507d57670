/** The grammar of STIX 2.1 patterns (OASIS Standard, section 9.8), by recursive descent of bounded depth. */
import { PatternFault, tokensOf } from './lexer.ts';
import type { Literal, Token } from './lexer.ts';

/** A property of an object: `file:hashes.'SHA-256'`, `network-traffic:protocols[*]`. */
export interface ObjectPath {
  readonly type: string;
  readonly steps: readonly (string | number | '*')[];
  /** Which steps are list indexes: a property may be named `*` or by a number. */
  readonly isIndex: readonly boolean[];
}

export type Comparator =
  | '='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | 'IN'
  | 'LIKE'
  | 'MATCHES'
  | 'ISSUBSET'
  | 'ISSUPERSET';

export type Comparison =
  | {
      readonly kind: 'test';
      readonly path: ObjectPath;
      readonly comparator: Comparator;
      readonly negated: boolean;
      /** One, or those of a set. */
      readonly literals: readonly Literal[];
    }
  | { readonly kind: 'exists'; readonly path: ObjectPath; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Comparison[] };

export type Qualifier =
  | { readonly kind: 'within'; readonly seconds: number }
  | { readonly kind: 'repeats'; readonly times: number }
  /** From the start on and before the stop. */
  | { readonly kind: 'between'; readonly startUtcMs: number; readonly stopUtcMs: number };

export type Observation =
  | { readonly kind: 'observation'; readonly comparison: Comparison }
  | { readonly kind: 'qualified'; readonly part: Observation; readonly qualifier: Qualifier }
  | { readonly kind: 'and' | 'or' | 'followed-by'; readonly left: Observation; readonly right: Observation };

const maxNesting = 64;
const maxParts = 2000;

/** @throws PatternFault */
export function parsePattern(pattern: string): Observation {
  return new Parser(tokensOf(pattern)).pattern();
}

/** Every path that a pattern looks at. */
export function pathsOf(pattern: Observation): ObjectPath[] {
  switch (pattern.kind) {
    case 'observation':
      return pathsIn(pattern.comparison);
    case 'qualified':
      return pathsOf(pattern.part);
    default:
      return [...pathsOf(pattern.left), ...pathsOf(pattern.right)];
  }
}

function pathsIn(comparison: Comparison): ObjectPath[] {
  return comparison.kind === 'and' || comparison.kind === 'or'
    ? comparison.parts.flatMap((part) => pathsIn(part))
    : [(comparison as Exclude<Comparison, { kind: 'and' | 'or' }>).path];
}

const ordered = new Set(['<', '>', '<=', '>=']);
const equal: Readonly<Record<string, '=' | '!='>> = { '=': '=', '==': '=', '!=': '!=', '<>': '!=' };

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #parts = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  pattern(): Observation {
    const parsed = this.#followedBy();
    if (this.#peek().kind !== 'end') this.#fail('the end');
    return parsed;
  }

  #followedBy(): Observation {
    return this.#joined('FOLLOWEDBY', 'followed-by', () =>
      this.#joined('OR', 'or', () => this.#joined('AND', 'and', () => this.#qualified())),
    );
  }

  #joined(word: string, kind: 'and' | 'or' | 'followed-by', part: () => Observation): Observation {
    let left = part();
    while (this.#takeWord(word)) {
      this.#count();
      left = { kind, left, right: part() };
    }
    return left;
  }

  #qualified(): Observation {
    let part = this.#observation();
    for (;;) {
      const qualifier = this.#qualifier();
      if (qualifier === undefined) return part;
      this.#count();
      part = { kind: 'qualified', part, qualifier };
    }
  }

  #observation(): Observation {
    if (this.#takeSign('('))
      return this.#nested(() => {
        const inner = this.#followedBy();
        this.#needSign(')');
        return inner;
      });
    this.#needSign('[');
    const comparison = this.#nested(() => this.#anyOf());
    this.#needSign(']');
    return { kind: 'observation', comparison };
  }

  #qualifier(): Qualifier | undefined {
    if (this.#takeWord('WITHIN')) {
      const seconds = this.#number();
      this.#needWord('SECONDS');
      if (!(seconds > 0)) this.#fail('more than no seconds');
      return { kind: 'within', seconds };
    }
    if (this.#takeWord('REPEATS')) {
      const times = this.#number();
      this.#needWord('TIMES');
      if (!Number.isInteger(times) || times < 1) this.#fail('a whole number of times');
      return { kind: 'repeats', times };
    }
    if (!this.#takeWord('START')) return undefined;
    const startUtcMs = this.#timestamp();
    this.#needWord('STOP');
    const stopUtcMs = this.#timestamp();
    if (stopUtcMs <= startUtcMs) this.#fail('a stop after the start');
    return { kind: 'between', startUtcMs, stopUtcMs };
  }

  #anyOf(): Comparison {
    return this.#several('OR', 'or', () => this.#several('AND', 'and', () => this.#test()));
  }

  #several(word: string, kind: 'and' | 'or', part: () => Comparison): Comparison {
    const parts = [part()];
    while (this.#takeWord(word)) {
      this.#count();
      parts.push(part());
    }
    return parts.length === 1 ? parts[0] : { kind, parts };
  }

  #test(): Comparison {
    if (this.#takeSign('('))
      return this.#nested(() => {
        const inner = this.#anyOf();
        this.#needSign(')');
        return inner;
      });
    const negatedFirst = this.#takeWord('NOT');
    if (this.#takeWord('EXISTS')) return { kind: 'exists', path: this.#path(), negated: negatedFirst };
    if (negatedFirst) this.#fail('EXISTS');
    const path = this.#path();
    const negated = this.#takeWord('NOT');
    const [comparator, literals] = this.#comparator();
    return { kind: 'test', path, comparator, negated, literals };
  }

  #comparator(): [Comparator, Literal[]] {
    const token = this.#take();
    if (token.kind === 'sign' && Object.hasOwn(equal, token.text))
      return [equal[token.text], [this.#literal()]];
    if (token.kind === 'sign' && ordered.has(token.text)) {
      const literal = this.#literal();
      if (literal.kind === 'boolean') this.#fail('a value that has an order');
      return [token.text as Comparator, [literal]];
    }
    if (token.kind === 'word' && token.text === 'IN') return ['IN', this.#set()];
    if (token.kind === 'word' && /^(?:LIKE|MATCHES|ISSUBSET|ISSUPERSET)$/.test(token.text)) {
      const literal = this.#literal();
      if (literal.kind !== 'string') this.#fail('a string');
      return [token.text as Comparator, [literal]];
    }
    this.#next -= 1;
    return this.#fail('a comparison');
  }

  #set(): Literal[] {
    this.#needSign('(');
    const literals: Literal[] = [];
    if (this.#takeSign(')')) return literals;
    do {
      this.#count();
      literals.push(this.#literal());
    } while (this.#takeSign(','));
    this.#needSign(')');
    return literals;
  }

  #path(): ObjectPath {
    const type = this.#word('the type of an object');
    this.#needSign(':');
    const steps: (string | number)[] = [this.#step()];
    const isIndex = [false];
    for (;;) {
      if (this.#takeSign('.')) {
        steps.push(this.#step());
        isIndex.push(false);
      } else if (this.#takeSign('[')) {
        steps.push(this.#index());
        isIndex.push(true);
        this.#needSign(']');
      } else return { type, steps, isIndex };
      this.#count();
    }
  }

  #step(): string {
    const token = this.#take();
    if (token.kind === 'literal' && token.literal.kind === 'string') return token.literal.value;
    if (token.kind === 'literal' && token.literal.kind === 'boolean') return String(token.literal.value);
    if (token.kind === 'word' && !token.text.includes('-')) return token.text;
    this.#next -= 1;
    return this.#fail('a property (in quotes where it has a hyphen)');
  }

  #index(): number | '*' {
    if (this.#takeSign('*')) return '*';
    const index = this.#number();
    if (!Number.isInteger(index)) this.#fail('a whole index');
    return index;
  }

  #literal(): Literal {
    const token = this.#take();
    if (token.kind === 'literal') return token.literal;
    this.#next -= 1;
    return this.#fail('a value');
  }

  #number(): number {
    const literal = this.#literal();
    return literal.kind === 'integer' || literal.kind === 'float' ? literal.value : this.#fail('a number');
  }

  #timestamp(): number {
    const literal = this.#literal();
    return literal.kind === 'timestamp' ? literal.timeUtcMs : this.#fail("a timestamp as t'…'");
  }

  #nested<T>(inner: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxNesting) this.#fail(`at most ${maxNesting} levels of nesting`);
    const parsed = inner();
    this.#depth -= 1;
    return parsed;
  }

  /** Long chains are as deep as they are long where they lean to the left. */
  #count(): void {
    this.#parts += 1;
    if (this.#parts > maxParts) this.#fail(`at most ${maxParts} parts`);
  }

  #peek(): Token {
    return this.#tokens[this.#next];
  }

  #take(): Token {
    const token = this.#tokens[this.#next];
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #takeWord(text: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #takeSign(text: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'sign' || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #needWord(text: string): void {
    if (!this.#takeWord(text)) this.#fail(text);
  }

  #needSign(text: string): void {
    if (!this.#takeSign(text)) this.#fail(text);
  }

  #word(what: string): string {
    const token = this.#take();
    if (token.kind === 'word') return token.text;
    this.#next -= 1;
    return this.#fail(what);
  }

  #fail(expected: string): never {
    throw new PatternFault(`expected ${expected}`, this.#peek().at);
  }
}
