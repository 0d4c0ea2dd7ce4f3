import { readFileSync } from 'node:fs';
import { bundled } from '../lib/bundle.mjs';
import { compressed, pageScript, partsOfPage, plainScript, withoutModule } from '../lib/transfer.mjs';

/** What an application imports of each. */
const imports = {
  'reconnecting-websocket': "export { default } from 'reconnecting-websocket'",
  partysocket: "export { WebSocket } from 'partysocket'",
  'websocket-ts': "export { WebsocketBuilder, ExponentialBackoff, ArrayQueue } from 'websocket-ts'",
  '@vueuse/core (without vue)': "export { useWebSocket } from '@vueuse/core'",
  'react-use-websocket (without react)': "export { default } from 'react-use-websocket'",
  phoenix: "export { Socket, Presence } from 'phoenix'",
  'graphql-ws': "export { createClient } from 'graphql-ws'",
  'socket.io-client': "export { io } from 'socket.io-client'",
  '@microsoft/signalr': "export { HubConnectionBuilder } from '@microsoft/signalr'",
  centrifuge: "export { Centrifuge } from 'centrifuge'",
};

export default {
  title: 'Transfer size',
  about:
    'One script, bundled and minified by esbuild, what tree shaking leaves of it, compressed ahead of time.',
  leftOut: { 'by hand': 'it is the application’s own code' },
  cases: [{}],
  async run() {
    const script = await pageScript();
    const texts = {
      'chatwire, module inlined': script,
      'chatwire, without the module': withoutModule(script),
      'chatwire/plain': await plainScript(),
      'chatwire, core.wasm as a file': readFileSync(new URL('../../dist/core.wasm', import.meta.url)),
    };
    for (const [name, contents] of Object.entries(imports)) texts[name] = await bundled(contents);
    const sizes = Object.entries(compressed).map(([format, size]) => ({
      title: `transfer size, ${format}`,
      unit: 'kB',
      headline: format === 'brotli',
      plot: format === 'brotli',
      rows: Object.entries(texts).map(([name, text]) => row(name, size(text))),
    }));
    const parts = {
      title: 'of what a page loads of Chatwire, minified, not compressed',
      unit: 'kB',
      rows: (await partsOfPage()).map(([part, bytes]) => row(part, bytes)),
    };
    return [...sizes, parts];
  },
};

function row(name, bytes) {
  const kilobytes = bytes / 1000;
  return { name, median: kilobytes, low: kilobytes, high: kilobytes };
}
