/**
 * Components for Vue: the state of a connection, a terminal.
 *
 * @module chatwire/vue/components
 */
export { ConnectionStatus } from './components/ConnectionStatus.ts';
export type { ConnectionStatusLabels } from '../adapters/connectionStatus.ts';
export { TerminalView } from './components/TerminalView.ts';
