module.exports = { resolve: { alias: { chatwire$: 'chatwire/slim' } } };
