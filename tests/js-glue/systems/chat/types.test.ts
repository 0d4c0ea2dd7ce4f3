import {
  ChatWebSocket,
  type ClientMessage,
  type ConnectionState,
  type ServerMessage,
  type WebSocketConfig,
} from 'chatwire/chat/client';
import { describe, expectTypeOf, it } from 'vitest';

// `tsc` checks this file too. Where an error is expected and none comes, it fails: the types have become loose.

describe('the types of chatwire/chat', () => {
  it('S1.7 S1.50 S1.117 S1.120 S1.121 S1.124 say what is sent and received', () => {
    const config: WebSocketConfig = {
      onMessage: (message) => {
        expectTypeOf(message).toEqualTypeOf<ServerMessage>();
        expectTypeOf(message.response).toEqualTypeOf<string | undefined>();
      },
      onClose: (event) => expectTypeOf(event).toEqualTypeOf<CloseEvent>(),
      // @ts-expect-error An error is told by an Event.
      onError: (error: string) => error,
    };
    delete config.onError;
    const chat = new ChatWebSocket(config);
    const wrong = () => {
      // @ts-expect-error It has to say something.
      chat.send({ conversation_id: 'a' });
      // @ts-expect-error A text is no message.
      chat.send('Hello');
      // @ts-expect-error There is nothing else in a message.
      chat.send({ message: 'Hello', conversation: 'a' });
    };
    expectTypeOf(wrong).toBeFunction();
    expectTypeOf<ClientMessage>().toExtend<{ message: string }>();
    expectTypeOf<{ message: string; conversation_id: string }>().toExtend<ClientMessage>();
    expectTypeOf<ReturnType<ChatWebSocket['connect']>>().toBeVoid();
    expectTypeOf<ReturnType<ChatWebSocket['disconnect']>>().toBeVoid();
  });

  it('S1.73 S1.118 list every state', () => {
    expectTypeOf<ChatWebSocket['state']>().toEqualTypeOf<ConnectionState>();
    const text = (state: ConnectionState): string => {
      switch (state) {
        case 'disconnected':
        case 'connecting':
        case 'connected':
        case 'closing':
          return state;
        default:
          return state satisfies never;
      }
    };
    expectTypeOf(text).toBeFunction();
  });
});
