import { useConnection, useMessages, useSend } from 'chatwire/vue';
import { defineComponent, h } from 'vue';

export const Ticks = defineComponent(() => {
  const connection = useConnection();
  const ticks = useMessages('tick');
  const send = useSend();
  const click = () => send('click', {});
  return () =>
    h('section', { 'data-state': connection.value.state }, [
      h('h2', 'first version'),
      h('button', { onClick: click }, 'click'),
      h('output', ticks.value.map(({ payload }) => payload).join()),
    ]);
});

// What Vue's plugin for Vite writes below a component.
Ticks.__hmrId = 'ticks';
__VUE_HMR_RUNTIME__.createRecord(Ticks.__hmrId, Ticks);
import.meta.hot.accept((changed) => __VUE_HMR_RUNTIME__.reload(Ticks.__hmrId, changed.Ticks));
