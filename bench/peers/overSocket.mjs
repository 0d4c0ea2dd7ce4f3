/** What a page writes by hand: parse, look the type up, call whom it is for. */
export function receiver({ types, handler, batched }) {
  const handlers = new Map(types.map((type) => [type, handler]));
  const handle = ({ type, payload }) => handlers.get(type)?.(payload);
  if (batched) return (data) => JSON.parse(data).forEach(handle);
  return (data) => handle(JSON.parse(data));
}

/** For all that look like a WebSocket and leave parsing and routing to the application. */
export function overSocket(socket, settings, receive = receiver(settings)) {
  socket.onmessage = ({ data }) => receive(data);
  const client = {
    send: (type, payload) => socket.send(JSON.stringify({ type, payload })),
    close: () => socket.close(),
  };
  return new Promise((resolve) => {
    socket.onopen = () => resolve(client);
    settings.early?.(client);
  });
}
