import { TerminalBuffer } from 'chatwire/terminal';
import { expect, it } from 'vitest';
import { dice, seeds, type Dice } from '../../support/random.ts';

/** What streams of a terminal are made of, and of what could confuse a reader of them. */
const particles = [
  ...['text', 'a', ' ', 'é', '世', '😀', '\ud83d', '\ude00', '<b>&', '\u2028', '\u202e'],
  ...['\n', '\r\n', '\r', '\b', '\t', '\x00', '\x07', '\x0b', '\x18', '\x1a', '\x7f', '\x85'],
  ...['\x1b', '\x1b[', '\x9b', '\x1b]', '\x1bP', '\x90', '\x1b\\', '\x9c', '\x1b(B', '\x1bc'],
  ...['\x1b[31m', '\x1b[0m', '\x1b[1;4;7m', '\x1b[38;5;', '\x1b[48;2;1;2;3m', '\x1b[38:2::9:9:9m'],
  ...['m', ';', '99999999999', '\x1b[K', '\x1b[1K', '\x1b[2K', '\x1b[G', '\x1b[7G', '\x1b[3C'],
  ...['\x1b[2D', '\x1b[999999C', '\x1b[?25h', '\x1b[2J', '\x1b]0;title\x07', '\x1b]8;;x\x1b\\'],
  ...['x'.repeat(60), ' '.repeat(20)],
];
const streamOf = ({ below, pick }: Dice) =>
  Array.from({ length: below(200) }, () => pick(particles)).join('');

const options = { maxLines: 20, maxLineLength: 50, maxBytes: 20_000 };
const contents = (buffer: TerminalBuffer) => JSON.stringify([buffer.lines(), buffer.dropped]);

it('S2.87: any pieces of the same text give the same lines, whoever looks in between', () => {
  for (const seed of seeds(500)) {
    const random = dice(seed);
    const text = streamOf(random);
    const whole = new TerminalBuffer(options);
    const pieces = new TerminalBuffer(options);
    whole.write(text);
    for (let index = 0; index < text.length;) {
      const end = index + 1 + random.below(random.pick([1, 4, 40]));
      pieces.write(text.slice(index, end));
      pieces.lines();
      index = end;
    }
    expect(contents(pieces), `seed ${seed}`).toBe(contents(whole));
  }
});

it('S2.87: any pieces of the same bytes do too', () => {
  for (const seed of seeds(300)) {
    const random = dice(seed);
    const bytes =
      seed % 2 === 0
        ? Uint8Array.from({ length: random.below(2000) }, () => random.below(256))
        : new TextEncoder().encode(streamOf(random));
    const whole = new TerminalBuffer(options);
    const pieces = new TerminalBuffer(options);
    whole.write(bytes);
    for (let index = 0; index < bytes.length;) {
      const end = index + 1 + random.below(5);
      pieces.write(bytes.slice(index, end));
      index = end;
    }
    expect(contents(pieces), `seed ${seed}`).toBe(contents(whole));
  }
});

it('W83 S2.90: whatever comes, nothing is thrown and no limit is passed', () => {
  for (const seed of seeds(100)) {
    const random = dice(seed);
    const buffer = new TerminalBuffer(options);
    for (let write = 0; write < 50; write++) {
      buffer.write(streamOf(random), random.pick(['output', 'error', 'info'] as const));
      if (random.below(10) === 0) buffer.endStreams();
      if (random.below(20) === 0) buffer.addLine(streamOf(random), 'status');
      if (random.below(40) === 0) buffer.clear();
      checkLimits(buffer, `seed ${seed}`);
    }
  }
});

function checkLimits(buffer: TerminalBuffer, seed: string): void {
  const lines = buffer.lines();
  expect(lines.length, seed).toBe(buffer.length);
  expect(lines.length, seed).toBeLessThanOrEqual(options.maxLines);
  for (const [index, line] of lines.entries()) {
    if (line.text.length > options.maxLineLength) expect.fail(`${seed}: ${line.text.length} characters`);
    // eslint-disable-next-line no-control-regex
    if (/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(line.text))
      expect.fail(`${seed}: ${JSON.stringify(line.text)}`);
    if (line.sequence !== buffer.firstSequence + index) expect.fail(`${seed}: ${line.sequence}`);
    const edges = line.styles.flatMap(({ from, to }) => [from, to]);
    const areInOrder = edges.every((edge, place) => edge >= (edges[place - 1] ?? 0));
    if (!areInOrder || (edges.at(-1) ?? 0) > line.text.length) expect.fail(`${seed}: ${edges.join()}`);
  }
}
