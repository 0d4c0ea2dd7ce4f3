import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../../js-glue/styles/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.css'));
const styles = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');

/** What the stylesheet gives each custom property. */
const tokens = new Map(
  [...styles.matchAll(/^\s*--chatwire-([\w-]+):\s*([^;]+);/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
);

function colour(name: string, scheme: 'light' | 'dark'): string {
  const value = tokens.get(name) ?? '';
  const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
  return pair ? pair[scheme === 'light' ? 1 : 2]! : value;
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const inks = ['ink', 'muted', 'accent-ink', 'good', 'wait', 'bad'];

describe.each(['light', 'dark'] as const)('the %s scheme', (scheme) => {
  it.each([
    ...inks.map((ink) => [ink, 'ground'] as const),
    ...['ink', 'muted', 'wait', 'good', 'bad'].map((ink) => [ink, 'raised'] as const),
    ['on-accent', 'accent'],
    ['good', 'good-ground'],
    ['wait', 'wait-ground'],
    ['ink', 'wait-ground'],
    ['bad', 'bad-ground'],
  ] as const)('%s can be read on %s (WCAG 1.4.3)', (ink, ground) => {
    expect(contrast(colour(ink, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it('edges of controls can be seen (WCAG 1.4.11)', () => {
    expect(contrast(colour('edge', scheme), colour('ground', scheme))).toBeGreaterThanOrEqual(3);
  });
});

describe('the stylesheet', () => {
  it('uses no custom property that it does not define', () => {
    const used = [...styles.matchAll(/var\(--chatwire-([\w-]+)\)/g)].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(50);
    expect([...new Set(used)].filter((name) => !tokens.has(name))).toEqual([]);
  });

  it('has every custom property in the documentation', () => {
    const documentation = readFileSync(new URL('../../../docs/COMPONENTS.md', import.meta.url), 'utf8');
    const own = [...tokens.keys()].filter((name) => !name.startsWith('terminal-') && name !== 'tone');
    expect(own.filter((name) => !documentation.includes(`\`--chatwire-${name}\``))).toEqual([]);
  });

  it('sets nothing outside of its own classes', () => {
    const rules = styles.replaceAll(/\/\*[^]*?\*\//g, '').match(/[^{};]+(?=\{)/g) ?? [];
    const selectors = rules
      .map((rule) => rule.trim())
      .filter((rule) => !/^(@|from|to|[\d.%,\s]+$)/.test(rule));
    expect(selectors.length).toBeGreaterThan(100);
    expect(selectors.filter((selector) => !/chatwire|^:where\(:root\)$/.test(selector))).toEqual([]);
  });

  it('moves nothing for who does not want it (WCAG 2.3.3)', () => {
    const outside = styles.replaceAll(/@media \(prefers-reduced-motion: no-preference\) \{[^]*?\n\}/g, '');
    expect(styles).toMatch(/animation:/);
    expect(outside.match(/^.*(animation|transition)(-[\w]+)?:.*$/gm) ?? []).toEqual([]);
  });

  it('is written for both directions of text', () => {
    const physical = /^\s*(margin|padding|border|inset)?-?(left|right)\s*:|text-align: (left|right)/gm;
    expect(styles.match(physical) ?? []).toEqual([]);
  });
});
