/**
 * The names of the `nexus` system, with its hook for React.
 *
 * @module chatwire/nexus
 */
'use client';

export * from './client.ts';
export type { UseWebSocketOptions } from './serviceStore.ts';
export { useWebSocket, type UseWebSocketResult } from './useWebSocket.ts';
