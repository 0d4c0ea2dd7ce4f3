import type { ChatClient } from 'chatwire';
import { useChatClient, useConnection } from 'chatwire/vue';
import { computed, defineComponent, h, ref, shallowRef, watchEffect, type PropType } from 'vue';
import {
  connectionStatusLabels,
  describeConnection,
  secondsUntil,
  type ConnectionStatusLabels,
} from '../../adapters/connectionStatus.ts';

/**
 * Where a connection stands, in a word that follows its state (S0.34, S2.38), and while it is down: the number of the attempt,
 * the seconds to the next one, and a button that does not wait for it (S2.93).
 *
 * `data-state` is the client's state, `data-status` the word of the profile's system for it. A screen reader hears of changes
 * of the state, not of each second.
 */
export const ConnectionStatus = defineComponent({
  name: 'ConnectionStatus',
  props: {
    /** Default: the plugin's. Looked at once: another client needs another `key`. */
    client: { type: Object as PropType<ChatClient>, default: undefined },
    /** Of how many attempts to speak. Default: as many as the client makes. */
    maxAttempts: { type: Number, default: undefined },
    /** Other words. Default: English ones. */
    labels: { type: Object as PropType<Partial<ConnectionStatusLabels>>, default: undefined },
  },
  setup(props) {
    const client = useChatClient(props.client);
    const connection = useConnection(client);
    const seconds = useSecondsUntil(() => connection.value.retryAt);
    const labels = computed(() => ({ ...connectionStatusLabels, ...props.labels }));
    const place = shallowRef<HTMLElement>();

    const retry = () => {
      // The button goes away when it is pressed: the keyboard must stay somewhere.
      place.value?.focus();
      void client.connect();
    };

    return () => {
      const words = describeConnection(
        connection.value,
        labels.value,
        props.maxAttempts ?? client.maxAttempts,
      );
      return h(
        'div',
        {
          ref: place,
          class: 'chatwire chatwire-status',
          tabindex: -1,
          'data-state': connection.value.state,
          'data-status': client.stateName,
          'data-online': String(connection.value.online),
        },
        [
          h('span', { class: 'chatwire-status-state', role: 'status' }, words.state),
          words.attempt &&
            h('span', { class: 'chatwire-status-attempt' }, [
              `${words.attempt}, `,
              connection.value.retryAt === null
                ? labels.value.dialling
                : h(
                    'span',
                    { class: 'chatwire-countdown', 'data-seconds': seconds.value },
                    labels.value.retryIn(seconds.value),
                  ),
            ]),
          words.queued && h('span', { class: 'chatwire-status-queued' }, words.queued),
          words.problem && h('span', { class: 'chatwire-status-problem', role: 'alert' }, words.problem),
          words.mayRetry &&
            h('button', { type: 'button', class: 'chatwire-button', onClick: retry }, labels.value.retryNow),
        ],
      );
    };
  },
});

/** Counts down only while there is something to wait for. */
function useSecondsUntil(time: () => number | null) {
  const seconds = ref(0);
  watchEffect((onCleanup) => {
    const until = time();
    if (until === null) return;
    const count = () => (seconds.value = secondsUntil(until));
    count();
    const timer = setInterval(count, 250);
    onCleanup(() => clearInterval(timer));
  });
  return seconds;
}
