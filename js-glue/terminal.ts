/**
 * The lines of a terminal, made of what a server sends.
 *
 * @module chatwire/terminal
 */
export {
  bindTerminal,
  terminalWriters,
  type BindTerminalOptions,
  type TerminalSource,
  type TerminalTexts,
  type TerminalWriter,
} from './terminal/bindTerminal.ts';
export { TerminalBuffer, type TerminalBufferOptions } from './terminal/terminalBuffer.ts';
export type { TerminalLabels } from './terminal/terminalLabels.ts';
export type { StyledRange, TerminalKind, TerminalLine } from './terminal/terminalLine.ts';
export type { TerminalColor, TerminalStyle } from './terminal/terminalStyle.ts';
