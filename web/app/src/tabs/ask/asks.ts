import { askClient, askKeyClient } from '../../clients/ask.ts';
import { AskStore } from './askStore.ts';

/** What this page has asked. It lives as long as the page, as its connections do. */
export const asks = new AskStore();

for (const client of [askClient, askKeyClient]) asks.watch(client);
