import type { ChatMessages } from 'chatwire';

/** What the user says: `{ message, conversation_id }` (S1.77). */
export type ClientMessage = ChatMessages['frame'];

/** A piece of an answer, calls of tools, or both. What else the server sends is in it too (S1.85 to S1.87). */
export type ServerMessage = ChatMessages['server'][''];
