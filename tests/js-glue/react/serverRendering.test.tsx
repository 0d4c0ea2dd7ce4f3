import { useWebSocket } from 'chatwire/react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { fakeNetwork } from '../../support/fakeWebSocket.ts';
import { isCoreAskedFor } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';

it('W74 rendering on a server opens nothing, loads nothing and gives the initial view', async () => {
  const network = fakeNetwork();
  function Chat() {
    const { isConnected, lastMessage, connectionError, state, messages } = useWebSocket('ws://server.test', {
      WebSocket: network.WebSocket,
    });
    return <p>{JSON.stringify([isConnected, lastMessage, connectionError, state, messages])}</p>;
  }
  expect(renderToString(<Chat />)).toBe('<p>[false,null,null,&quot;idle&quot;,[]]</p>');
  await settle();
  expect(network.sockets).toEqual([]);
  expect(isCoreAskedFor()).toBe(false);
});
