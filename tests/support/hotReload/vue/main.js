import { createChatwire } from 'chatwire/vue';
import { createApp } from 'vue';
import { Ticks } from './Ticks.js';

const url = new URLSearchParams(location.search).get('server');
createApp(Ticks)
  .use(createChatwire({ url, profile: 'base' }))
  .mount('#root');
