import type { ChatClient } from 'chatwire';
import { Fields } from '../chat/fields.ts';
import { faults } from './faults.ts';
import { FloodMeter } from './floodMeter.ts';

/** The part of the page that a product would not have: trouble on demand, and what it measures. */
export class Demo {
  readonly flood = new FloodMeter();
  #connectionId = '';

  constructor(client: ChatClient) {
    client.subscribe('connection_established', ({ payload }) => {
      this.#connectionId = new Fields(payload).text('connection_id');
    });
    client.subscribe('flood', ({ payload }) => {
      const fields = new Fields(payload);
      this.flood.receive(fields.number('index'), fields.number('count'));
    });
  }

  cutLine(): Promise<string> {
    return faults.cut();
  }

  stopServer(seconds: number): Promise<string> {
    return faults.stop(seconds);
  }

  floodPage(count: number): Promise<string> {
    return faults.flood(count, this.#connectionId);
  }
}
