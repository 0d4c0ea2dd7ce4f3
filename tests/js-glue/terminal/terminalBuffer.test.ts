import {
  TerminalBuffer,
  type TerminalBufferOptions,
  type TerminalKind,
  type TerminalLine,
} from 'chatwire/terminal';
import { describe, expect, it, vi } from 'vitest';

function bufferOf(text: string, kind?: TerminalKind): TerminalBuffer {
  const buffer = new TerminalBuffer();
  buffer.write(text, kind);
  return buffer;
}

const texts = (buffer: TerminalBuffer) => buffer.lines().map(({ text }) => text);
const linesOf = (text: string) => texts(bufferOf(text));
/** The styled parts of the first line, as [text, style]. */
const styled = (text: string) => {
  const { styles, text: shown } = bufferOf(text).lineAt(0)!;
  return styles.map(({ from, to, style }) => [shown.slice(from, to), style]);
};

describe('lines', () => {
  it('S2.42 S2.87: are complete with their newline, however the text was cut', () => {
    const buffer = new TerminalBuffer();
    for (const piece of ['one\r', '\ntw', 'o\n\nthr']) buffer.write(piece);
    expect(texts(buffer)).toEqual(['one', 'two', '', 'thr']);
    expect(buffer.lines().map(({ isComplete }) => isComplete)).toEqual([true, true, true, false]);
    expect(buffer.lines().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  });

  it('S2.87: bytes of UTF-8 may be cut within a character', () => {
    const buffer = new TerminalBuffer();
    for (const byte of new TextEncoder().encode('é 世界 😀\n')) buffer.write(new Uint8Array([byte]));
    expect(texts(buffer)).toEqual(['é 世界 😀']);
  });

  it('S2.41: each kind goes on where it broke off, whatever the others wrote in between', () => {
    const buffer = new TerminalBuffer();
    buffer.write('load\x1b[3', 'output');
    buffer.write('no such file\n', 'error');
    buffer.write('1ming\n', 'output');
    expect(buffer.lines().map(({ kind, text }) => [kind, text])).toEqual([
      ['output', 'loading'],
      ['error', 'no such file'],
    ]);
    expect(buffer.lineAt(0)!.styles).toMatchObject([{ from: 4, to: 7, style: { foreground: 1 } }]);
  });

  it('a carriage return writes over the line, as a progress bar does', () => {
    expect(linesOf('10 %\r20 %\r100 %')).toEqual(['100 %']);
    expect(linesOf('longer\rshort')).toEqual(['shortr']);
    expect(linesOf('first\r\nsecond')).toEqual(['first', 'second']);
  });

  it('a backspace goes back one column, and not out of the line', () => {
    expect(linesOf('abc\b\bX')).toEqual(['aXc']);
    expect(linesOf('\b\b\ba\b\b\bb')).toEqual(['b']);
    expect(linesOf('a\n\b\bb')).toEqual(['a', 'b']);
  });

  it('a tab goes to the next eighth column, over what stands there', () => {
    expect(linesOf('a\tb\t\tc')).toEqual([`a${' '.repeat(7)}b${' '.repeat(15)}c`]);
    expect(linesOf('0123456789\r\tX')).toEqual(['01234567X9']);
  });

  it.each([
    ['erases to the end', 'abcdef\b\b\b\x1b[K', 'abc'],
    ['erases to the end, spelt out', 'abcdef\b\b\b\x1b[0K!', 'abc!'],
    ['erases from the beginning', 'abcdef\b\b\b\x1b[1K', '    ef'],
    ['erases all, and stays in its column', 'abcdef\b\b\b\x1b[2KX', '   X'],
    ['erases what was written over', 'abc\rX\x1b[K', 'X'],
    ['erases nothing of nothing', '\x1b[K\x1b[1K\x1b[2Ka', 'a'],
    ['goes to a column', 'abc\x1b[2GX\x1b[GY', 'YXc'],
    ['goes right and left', 'a\x1b[3Cb\x1b[2Dc', 'a  cb'],
  ])('%s', (_name, text, line) => {
    expect(linesOf(text)).toEqual([line]);
  });

  it('keeps the styles of what is not erased', () => {
    expect(styled('\x1b[31mab\x1b[32mcd\b\x1b[K')).toEqual([
      ['ab', { foreground: 1 }],
      ['c', { foreground: 2 }],
    ]);
    expect(styled('\x1b[31mabcd\r\x1b[0mX')).toEqual([['bcd', { foreground: 1 }]]);
  });

  it('a line feed by any other name ends a line too', () => {
    expect(linesOf('a\x0bb\x0cc\x85d\u2028e\u2029f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('addLine stands beside the streams, and has no end in an escape sequence', () => {
    const buffer = new TerminalBuffer();
    buffer.write('half');
    buffer.addLine('two\nlines\n', 'status');
    buffer.addLine('', 'info');
    buffer.addLine('\x1b]0;title', 'info');
    buffer.write(' a line\n');
    expect(texts(buffer)).toEqual(['half a line', 'two', 'lines', '', '']);
  });

  it('endStreams ends unfinished lines, styles and escape sequences', () => {
    const buffer = bufferOf('\x1b[31mcut o\x1b[4');
    buffer.endStreams();
    buffer.write('mnew\n');
    expect(buffer.lines()).toMatchObject([
      { text: 'cut o', isComplete: true },
      { text: 'mnew', styles: [] },
    ]);
  });
});

describe('colours', () => {
  it.each([
    ['\x1b[1mx', { isBold: true }],
    ['\x1b[2mx', { isDim: true }],
    ['\x1b[3mx', { isItalic: true }],
    ['\x1b[4mx', { isUnderlined: true }],
    ['\x1b[4:3mx', { isUnderlined: true }],
    ['\x1b[7mx', { isInverse: true }],
    ['\x1b[1;3;31mx', { isBold: true, isItalic: true, foreground: 1 }],
    ['\x1b[37;40mx', { foreground: 7, background: 0 }],
    ['\x1b[97;100mx', { foreground: 15, background: 8 }],
    ['\x1b[38;5;9mx', { foreground: 9 }],
    ['\x1b[38;5;16mx', { foreground: '#000000' }],
    ['\x1b[38;5;208mx', { foreground: '#ff8700' }],
    ['\x1b[48;5;255mx', { background: '#eeeeee' }],
    ['\x1b[38;2;1;2;255mx', { foreground: '#0102ff' }],
    ['\x1b[48:2::1:2:3mx', { background: '#010203' }],
    ['\x1b[48:2:1:2:3mx', { background: '#010203' }],
    ['\x1b[58;5;196;1mx', { isBold: true }],
    ['\x9b31mx', { foreground: 1 }],
  ])('%j', (text, style) => {
    expect(styled(text)).toEqual([['x', style]]);
  });

  it.each([
    ['\x1b[31m\x1b[mx'],
    ['\x1b[31;0mx'],
    ['\x1b[1;2;3;4;7;31;41m\x1b[22;23;24;27;39;49mx'],
    ['\x1b[4m\x1b[4:0mx'],
    ['\x1b[38;5mx'],
    ['\x1b[38;5;256mx'],
    ['\x1b[38;2;300;0;0mx'],
    ['\x1b[38;2;1;2mx'],
    ['\x1b[5;9;999mx'],
    ['\x1b[?31mx'],
    ['\x1b[31 mx'],
    [`\x1b[${'0;'.repeat(200)}31mx`],
  ])('%j is as usual', (text) => {
    expect(bufferOf(text).lineAt(0)).toMatchObject({ text: 'x', styles: [] });
  });

  it('last beyond a newline and a piece, and parts of one style are one part', () => {
    const buffer = new TerminalBuffer();
    for (const piece of ['\x1b[32mgr', 'ee\x1b[32mn\n', 'still']) buffer.write(piece);
    expect(buffer.lines().map(({ styles }) => styles)).toMatchObject([
      [{ from: 0, to: 5 }],
      [{ from: 0, to: 5, style: { foreground: 2 } }],
    ]);
  });
});

describe('what is left out', () => {
  it.each([
    ['a title', 'a\x1b]0;rm -rf /\x07b'],
    ['a link', 'a\x1b]8;;https://example.com\x1b\\b\x1b]8;;\x1b\\'],
    ['a clipboard', 'a\x1b]52;c;aGVsbG8=\x9cb'],
    ['a device control string', 'a\x1bPq#0;2;0;0;0\x1b\\b'],
    [
      'the others of the kind',
      'a\x1bXa\x1b\\\x1b^b\x1b\\\x1b_c\x1b\\\x90d\x9c\x98e\x9c\x9df\x9c\x9eg\x9c\x9fh\x9cb',
    ],
    ['moves, modes and questions', 'a\x1b[2J\x1b[H\x1b[?25l\x1b[6n\x1b[>c\x1b[1;2rb'],
    ['a character set', 'a\x1b(0\x1b)B\x1b#8\x1b=b'],
    ['control characters', 'a\x00\x01\x07\x0e\x0f\x7f\x80\x84b'],
    ['what was cancelled', 'a\x1b[31\x18\x1b]0;x\x1ab'],
    ['an escape in an escape', 'a\x1b[3\x1b[0mb'],
  ])('%s (W83, S2.50)', (_name, text) => {
    expect(bufferOf(text).lines()).toMatchObject([{ text: 'ab', styles: [] }]);
  });

  it('W83: HTML is text like any other', () => {
    expect(linesOf('<script>alert(1)</script>&lt;\n')).toEqual(['<script>alert(1)</script>&lt;']);
  });

  it('W83: what never ends loses a line, or 65,536 characters, and not the rest', () => {
    expect(linesOf('\x1b]0;title\nnext')).toEqual(['', 'next']);
    expect(linesOf('\x1b[31\nnext')).toEqual(['', 'next']);
    expect(linesOf(`\x1bP${'x'.repeat(65_536)}rest`)).toEqual(['rest']);
    expect(linesOf(`\x1b[${'1'.repeat(100_000)}mx`)).toEqual(['x']);
  });
});

describe('limits', () => {
  it('S2.90: keeps the newest lines, and counts the others', () => {
    const buffer = new TerminalBuffer({ maxLines: 3 });
    buffer.write('1\n2\n3\n4\n5\n');
    expect([texts(buffer), buffer.length, buffer.dropped, buffer.firstSequence]).toEqual([
      ['3', '4', '5'],
      3,
      2,
      3,
    ]);
  });

  it('S2.90 C15: 10,000 by default', () => {
    const buffer = bufferOf('x\n'.repeat(10_001));
    expect([buffer.length, buffer.dropped]).toEqual([10_000, 1]);
  });

  it('a stream whose line had to make room begins another one', () => {
    const buffer = new TerminalBuffer({ maxLines: 2 });
    buffer.write('old', 'error');
    buffer.write('1\n2\n');
    buffer.write('new\n', 'error');
    expect(texts(buffer)).toEqual(['2', 'new']);
  });

  it('cuts a line, and says how much is missing', () => {
    const buffer = new TerminalBuffer({ maxLineLength: 10 });
    buffer.write('0123456789');
    buffer.write('abc\nshort\n');
    expect(buffer.lines()).toMatchObject([
      { text: '0123456789', cut: 3 },
      { text: 'short', cut: 0 },
    ]);
    expect(buffer.toText()).toBe('0123456789 [cut: 3 more]\nshort\n');
  });

  it('cuts no character in half that shows', () => {
    const buffer = new TerminalBuffer({ maxLineLength: 3 });
    buffer.write('ab😀\n😀\rX\n');
    expect(texts(buffer)).toEqual(['ab\ufffd', 'X\ufffd']);
  });

  it('what is erased is not missing', () => {
    const buffer = new TerminalBuffer({ maxLineLength: 3 });
    buffer.write('abcdef\r\x1b[Kxy\n');
    expect(buffer.lineAt(0)).toMatchObject({ text: 'xy', cut: 0 });
  });

  it('the cursor stays within the longest line', () => {
    const buffer = new TerminalBuffer({ maxLineLength: 5 });
    buffer.write('\x1b[999999999Cx\ra\t\t\tb\n');
    expect(buffer.lineAt(0)!.text.length).toBeLessThanOrEqual(5);
  });

  it('keeps fewer lines where they take much memory', () => {
    const buffer = new TerminalBuffer({ maxBytes: 100_000 });
    const colorful = Array.from({ length: 100 }, (_, n) => `\x1b[${31 + (n % 2)}mx`).join('');
    for (let line = 0; line < 100; line++) buffer.write(`${colorful}\n`);
    expect(buffer.length).toBeLessThan(10);
    expect(buffer.length + buffer.dropped).toBe(100);
  });

  it.each([
    [{ maxLines: 0 }, /maxLines must be a number from 1 to 500000, not 0/],
    [{ maxLineLength: NaN }, /maxLineLength/],
    [{ maxBytes: '1' as unknown as number }, /maxBytes/],
    [{ lines: 1 }, /TerminalBuffer has no option 'lines'/],
  ])('says what is wrong with %j', (options, message) => {
    expect(() => new TerminalBuffer(options as TerminalBufferOptions)).toThrow(message);
  });

  it('says which kinds there are', () => {
    const buffer = new TerminalBuffer();
    expect(() => buffer.write('a', 'stdout' as TerminalKind)).toThrow(
      /kind must be one of 'output', 'error'/,
    );
    expect(() => buffer.addLine('a', 'stdout' as TerminalKind)).toThrow(/'connection', not 'stdout'/);
  });
});

describe('a buffer', () => {
  it('S2.39: forgets all when it is cleared, and goes on', () => {
    const buffer = new TerminalBuffer({ maxLines: 2 });
    buffer.write('1\n2\n\x1b[31m3');
    buffer.clear();
    expect([buffer.length, buffer.dropped, buffer.toText()]).toEqual([0, 0, '']);
    buffer.write('4\n');
    expect(buffer.lines()).toMatchObject([
      { sequence: 4, text: '4', styles: [{ style: { foreground: 1 } }] },
    ]);
  });

  it('S2.49: is one line per entry as a text', () => {
    const buffer = bufferOf('\x1b[31mone\x1b[0m\n\ntwo');
    buffer.addLine('three', 'error');
    expect(buffer.toText()).toBe('one\n\ntwo\nthree\n');
  });

  it('tells of each change, and one who throws stops nobody', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const buffer = new TerminalBuffer();
    const seen: number[] = [];
    buffer.subscribe(() => {
      throw new Error('a listener');
    });
    const stop = buffer.subscribe(() => seen.push(buffer.length));
    buffer.write('a\nb\n');
    buffer.addLine('c');
    buffer.clear();
    stop();
    buffer.write('d\n');
    expect([seen, error.mock.calls.length]).toEqual([[2, 3, 0], 4]);
    error.mockRestore();
  });

  it('gives the same object for a line until it changes', () => {
    const buffer = bufferOf('done\nmore');
    const before: TerminalLine[] = buffer.lines();
    buffer.write(' of it');
    const after = buffer.lines();
    expect(after[0]).toBe(before[0]);
    expect(before[1]).toMatchObject({ text: 'more' });
    expect(after[1]).toMatchObject({ text: 'more of it' });
    expect(buffer.lineAt(1)).toBe(after[1]);
    expect([buffer.lineAt(-1), buffer.lineAt(2)]).toEqual([undefined, undefined]);
  });
});
