import react from '@vitejs/plugin-react';

export default {
  plugins: [react()],
  resolve: { alias: [{ find: /^chatwire$/, replacement: 'chatwire/slim' }] },
};
