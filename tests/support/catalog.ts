import { messagesFrom, readCatalogs, type CatalogMessage } from '../../scripts/catalog/read.mjs';

const catalogs = readCatalogs();

/** What the catalog of a system says of it. */
export function catalogOf(system: string) {
  const catalog = catalogs.find((each) => each.system === system);
  if (!catalog) throw new Error(`There is no catalog of ${system}`);
  return catalog;
}

/** Every message of every system, with a name for the test's own. */
export const everyMessage = catalogs.flatMap((catalog) =>
  catalog.messages.map((message) => ({
    name: `${catalog.system} ${message.direction} ${message.type ?? message.name}`,
    catalog,
    message,
  })),
);

/** The message of this type that the server of a system sends. */
export function serverMessage(system: string, type: string): CatalogMessage {
  const message = messagesFrom(catalogOf(system), 'server').find((each) => (each.type ?? '') === type);
  if (!message) throw new Error(`The server of ${system} sends no ${type}`);
  return message;
}
