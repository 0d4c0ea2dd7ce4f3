/**
 * Components for React: a conversation, toasts, plans, the state of a connection, an inspector, a terminal.
 *
 * @module chatwire/react/components
 */
'use client';
export { ChatInterface, type ChatInterfaceProps } from './components/ChatInterface.tsx';
export { ConnectionInspector, type ConnectionInspectorProps } from './components/ConnectionInspector.tsx';
export { ConnectionStatus, type ConnectionStatusProps } from './components/ConnectionStatus.tsx';
export { TerminalView, type TerminalViewProps } from './components/TerminalView.tsx';
export { Toasts, type ToastsLabels, type ToastsProps } from './components/Toasts.tsx';
export { WorkflowProgress, type WorkflowProgressProps } from './components/WorkflowProgress.tsx';
export { FrameLog, type FrameLogOptions, type LoggedFrame } from '../adapters/frameLog.ts';
export type { InspectorFigure, InspectorLabels } from './components/inspector/inspectorLabels.ts';
export type { ConnectionStatusLabels } from '../adapters/connectionStatus.ts';
export type { ChatLabels } from './components/chat/chatLabels.ts';
export type { ChatInterfaceStore } from './components/chat/view.ts';
export type { ReadableStore } from './useStore.ts';
export type { WorkflowLabels } from './components/workflowLabels.ts';
