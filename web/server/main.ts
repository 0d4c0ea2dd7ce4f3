import { networkInterfaces } from 'node:os';
import { startServer, type ReferenceServer, type ServerOptions } from './server.js';
import { isLoopbackAddress } from './origin.js';
import { readSettings } from './settings.js';

/** The command: starts the reference backend from environment variables and stops on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const server = await startServer({ ...settings, log: (line) => console.warn(line) });
  const open = openSecrets(settings);
  if (open.length > 0)
    console.warn(`Others can reach this server. Set ${open.join(' and ')}: the default is public.`);
  console.log(`Chatwire is ready at ${server.url}/${alsoAt(settings, server)}`);

  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1); // A second Ctrl-C does not wait.
    isStopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** The secrets that were left to their public defaults although other devices are let in. */
function openSecrets({ host = '', jwtSecret, apiKey }: ServerOptions): string[] {
  if (isLoopbackAddress(host) || host === 'localhost') return [];
  return [...(jwtSecret ? [] : ['CHATWIRE_JWT_SECRET']), ...(apiKey ? [] : ['CHATWIRE_API_KEY'])];
}

/** Where a phone finds the page, when other devices are let in. */
function alsoAt({ host }: ServerOptions, { port }: ReferenceServer): string {
  if (host !== '0.0.0.0' && host !== '::') return '';
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}/`);
  return addresses.length > 0 ? ` (other devices: ${addresses.join(', ')})` : '';
}

/** One line that says how to mend it, where we know. */
function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const port = process.env['PORT'] || '8080';
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that, or choose another: PORT=${Number(port) + 1}.`;
  }
  if (code === 'EACCES') return `Port ${port} needs privileges. Choose one above 1023, such as PORT=8080.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `HOST=${process.env['HOST']} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`;
  }
  return message;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
