/**
 * The names of the `autobot` system, with its composable for Vue.
 *
 * @module chatwire/autobot/vue
 */
export * from './client.ts';
export { useWebSocket, type UseWebSocketReturn } from 'chatwire/vue';
