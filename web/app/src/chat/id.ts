const CHAT_ID_KEY = 'chatwire-demo-chat';

/** An id that nobody else has. `crypto.randomUUID` would want https, which a page served to a phone at home has not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The chat of this tab: by it the server knows us again on another connection, and after a reload. */
export function chatId(): string {
  const known = sessionStorage.getItem(CHAT_ID_KEY);
  if (known) return known;
  const id = newId();
  sessionStorage.setItem(CHAT_ID_KEY, id);
  return id;
}
