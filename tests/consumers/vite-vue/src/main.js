import { createChatwire } from 'chatwire/vue';
import { createApp } from 'vue';
import Answer from './Answer.vue';

const asked = new URLSearchParams(location.search);
const options = { url: asked.get('server'), profile: 'autobot', thread: asked.get('thread') };
createApp(Answer).use(createChatwire(options)).mount('#root');
