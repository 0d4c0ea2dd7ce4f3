/**
 * The names of the `autobot` system that need no framework.
 *
 * @module chatwire/autobot/client
 */
export { MessageBatcher } from 'chatwire';
export { ChatEventAggregator, type ChatEvent } from './chatEventAggregator.ts';
export { checkHealth, endpoints, type CheckHealthOptions, type Endpoints } from './endpoints.ts';
export type { Link, SocketLike } from './link.ts';
export { MessageFilter } from './messageFilter.ts';
export { WebSocketMessageRouter } from './messageRouter.ts';
export { WebSocketHealthMonitor } from './webSocketHealthMonitor.ts';
export { WebSocketQueue, type WebSocketQueueOptions } from './webSocketQueue.ts';
export { approveWorkflow, cancelWorkflow } from './workflow.ts';
export type * from '../../messages/generated/autobot.ts';
export { autobotSchemas as schemas } from '../../messages/schemas/autobot.ts';
