/**
 * The names of the `dashboard` system, with its hook and its components for React.
 *
 * @module chatwire/dashboard
 */
'use client';

// By the package's own name, and one by one: both entries share one copy, and Next.js takes no `export *` from a client
// component.
export { createWebSocketClient, WebSocketClient } from 'chatwire/dashboard/client';
export type { ConnectionState, ErrorLogger, WebSocketClientOptions } from 'chatwire/dashboard/client';
export { tokenOf, type SessionLike } from './session.ts';
export type { ConnectionView } from './sessionConnection.ts';
export { DashboardSessionProvider, type DashboardSessionProviderProps } from './sessionProvider.ts';
export { TerminalView } from './TerminalView.tsx';
export { useWebSocket, type UseWebSocketResult } from './useWebSocket.ts';
