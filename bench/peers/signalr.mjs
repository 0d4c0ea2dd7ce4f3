import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

export async function open({ url, types, handler }) {
  const connection = new HubConnectionBuilder()
    .withUrl(`${url.replace(/^ws/, 'http')}/signalr`, {
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
      WebSocket,
    })
    .configureLogging(LogLevel.None)
    .build();
  connection.serverTimeoutInMilliseconds = connection.keepAliveIntervalInMilliseconds = 600_000;
  for (const type of types) connection.on(type, handler);
  await connection.start();
  return {
    send: (type, payload) => void connection.send(type, payload),
    close: () => connection.stop(),
  };
}
