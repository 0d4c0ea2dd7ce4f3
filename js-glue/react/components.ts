'use client';
export { ConnectionStatus, type ConnectionStatusProps } from './components/ConnectionStatus.tsx';
export type { ConnectionStatusLabels } from '../adapters/connectionStatus.ts';
export { TerminalView, type TerminalViewProps } from './components/TerminalView.tsx';
