import { createChatwire } from 'chatwire/vue';

/** The same on the server, where it opens nothing. */
export default defineNuxtPlugin(({ vueApp }) => {
  const asked = (name) => new URLSearchParams(location.search).get(name);
  const thread = import.meta.client ? asked('thread') : 'main';
  vueApp.use(createChatwire({ url: () => asked('server'), profile: 'autobot', thread }));
});
