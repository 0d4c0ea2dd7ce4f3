import type { ChatwireError, ChatwireErrorCode, CloseDetails } from 'chatwire';

/** How a socket ended, as the platform says it. Node had no such class before version 23. */
export function closeEvent({ code, reason, wasClean }: CloseDetails): CloseEvent {
  const details = { code, reason, wasClean };
  if (typeof CloseEvent === 'function') return new CloseEvent('close', details);
  return Object.assign(new Event('close'), details);
}

/** For callbacks that are promised an `Event`: one that says what it is about as well (C39). */
export function errorEvent(error: ChatwireError): Event & { code: ChatwireErrorCode; error: ChatwireError } {
  return Object.assign(new Event('error'), { code: error.code, error });
}
