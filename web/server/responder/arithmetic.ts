/** An expression found in a text, and its value. */
export interface Calculation {
  readonly expression: string;
  readonly value: number;
}

const MAX_LENGTH = 200;

/** Finds the first sum in a text, such as "12 * (3 + 4)", and works it out. Undefined when there is none. */
export function findCalculation(text: string): Calculation | undefined {
  const plain = text
    .slice(0, 2_000)
    .replace(/×/g, '*')
    .replace(/÷/g, '/')
    .replace(/−/g, '-')
    .replace(/\btimes\b|\bmultiplied by\b/gi, '*')
    .replace(/\bdivided by\b/gi, '/')
    .replace(/\bplus\b/gi, '+')
    .replace(/\bminus\b/gi, '-');
  for (const [candidate] of plain.matchAll(/[-(\d.][-+*/%^().\d\s]*[\d)]/g)) {
    const expression = candidate.trim();
    // "2024-05-01", "5/11/2026" and "1.2.3" are no sums: a minus counts only with a space behind it.
    if (/^\d{1,4}\/\d{1,2}\/\d{1,4}$/.test(expression)) continue;
    if (expression.length > MAX_LENGTH || !/[\d)]\s*[+*/%^]|[\d)]\s+-\s/.test(expression)) continue;
    const value = new Parser(expression).value();
    if (value !== undefined) return { expression: expression.replace(/\s+/g, ' '), value };
  }
  return undefined;
}

/** Recursive descent over + - * / % ^ and brackets. Never `eval`: the text is a stranger's. */
class Parser {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(expression: string) {
    this.#tokens = expression.match(/\d+(\.\d+)?|[-+*/%^().]/g) ?? [];
  }

  /** The value of the whole expression; undefined when it is malformed or has no finite value. */
  value(): number | undefined {
    const value = this.#sum();
    return this.#next === this.#tokens.length && Number.isFinite(value) ? value : undefined;
  }

  #sum(): number {
    let left = this.#product();
    for (let sign = this.#take('+', '-'); sign; sign = this.#take('+', '-')) {
      left = sign === '+' ? left + this.#product() : left - this.#product();
    }
    return left;
  }

  #product(): number {
    let left = this.#signed();
    for (let sign = this.#take('*', '/', '%'); sign; sign = this.#take('*', '/', '%')) {
      const right = this.#signed();
      left = sign === '*' ? left * right : sign === '/' ? left / right : left % right;
    }
    return left;
  }

  #signed(): number {
    return this.#take('-') ? -this.#signed() : this.#power();
  }

  #power(): number {
    const base = this.#atom();
    return this.#take('^') ? base ** this.#signed() : base;
  }

  #atom(): number {
    if (this.#take('(')) {
      const inner = this.#sum();
      return this.#take(')') ? inner : NaN;
    }
    const token = this.#tokens[this.#next];
    if (token === undefined || !/^\d/.test(token)) return NaN;
    this.#next += 1;
    return Number(token);
  }

  #take(...signs: string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined || !signs.includes(token)) return undefined;
    this.#next += 1;
    return token;
  }
}
