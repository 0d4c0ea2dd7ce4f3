import type { ChatClient, ClientStats, TraceEntry } from 'chatwire';
import { useMemo } from 'react';
import type { ChangeListener } from '../../../adapters/changeListener.ts';
import { useStream } from '../../useStream.ts';

const INTERVAL = 1000;
/** A minute. */
const MOST_SAMPLES = 60;

/** What happened in one second. */
export interface Sample {
  readonly received: number;
  readonly sent: number;
  /** The median round trip in milliseconds; null before the first answer to a ping. */
  readonly rtt: number | null;
}

export interface Sampling {
  /** Of the last minute, oldest first. */
  readonly samples: readonly Sample[];
  readonly stats: ClientStats;
  readonly trace: readonly TraceEntry[];
  /** When it was looked at, in milliseconds since 1970. */
  readonly now: number;
}

/** Looks at the client once a second, and at its trace whenever its state changes. */
export function useSamples(client: ChatClient): Sampling {
  const { subscribe, getSampling } = useMemo(() => new Sampler(client), [client]);
  return useStream(subscribe, getSampling);
}

class Sampler {
  readonly #client: ChatClient;
  #sampling: Sampling;

  constructor(client: ChatClient) {
    this.#client = client;
    this.#sampling = { samples: [], stats: client.stats(), trace: client.trace(), now: Date.now() };
  }

  readonly getSampling = (): Sampling => this.#sampling;

  readonly subscribe = (listener: ChangeListener): (() => void) => {
    const show = (change: Partial<Sampling>, isStreamed: boolean) => {
      this.#sampling = { ...this.#sampling, ...change, trace: this.#client.trace(), now: Date.now() };
      listener(isStreamed);
    };
    const timer = setInterval(() => {
      const stats = this.#client.stats();
      const sample = sampleOf(this.#sampling.stats, stats);
      show({ stats, samples: [...this.#sampling.samples, sample].slice(-MOST_SAMPLES) }, true);
    }, INTERVAL);
    const stop = this.#client.onChange(() => show({}, false));
    return () => {
      clearInterval(timer);
      stop();
    };
  };
}

function sampleOf(before: ClientStats, { received, sent, rtt }: ClientStats): Sample {
  return {
    // The core of a client may be another one now, which counts from 0.
    received: Math.max(0, received - before.received),
    sent: Math.max(0, sent - before.sent),
    rtt: rtt ? rtt.p50 : null,
  };
}
