import { uuid } from 'chatwire';

/** This page among all that the backend serves now. */
const page = uuid().slice(0, 8);

/** What a connection of this page calls itself, so that a fault can be aimed at it: `/demo/cut?client=…`. */
export function clientName(connection: string): string {
  return `${connection}-${page}`;
}

/** A path of the backend, with the name of the connection and what else belongs to the address. */
export function addressOf(path: string, connection: string, more: Record<string, string> = {}): string {
  return `${path}?${new URLSearchParams({ client: clientName(connection), ...more }).toString()}`;
}
