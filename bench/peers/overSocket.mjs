/** What a page writes by hand: parse, look the type up, call whom it is for. */
export function receiver({ types, handler }) {
  const handlers = new Map(types.map((type) => [type, handler]));
  return (data) => {
    const message = JSON.parse(data);
    handlers.get(message.type)?.(message.payload);
  };
}

/** For all that look like a WebSocket and leave parsing and routing to the application. */
export function overSocket(socket, settings, receive = receiver(settings)) {
  socket.onmessage = ({ data }) => receive(data);
  const send = (type, payload) => socket.send(JSON.stringify({ type, payload }));
  return new Promise((resolve) => {
    socket.onopen = () => resolve({ send, close: () => socket.close() });
  });
}
