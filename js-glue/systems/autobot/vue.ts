export * from './client.ts';
export { useWebSocket, type UseWebSocketReturn } from 'chatwire/vue';
