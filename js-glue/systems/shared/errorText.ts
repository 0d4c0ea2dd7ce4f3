import type { ChatwireError, Profile } from 'chatwire';

/** What a user is told of an error: the text of the system, else the error's own. */
export function errorText(texts: Profile['errorTexts'], { code, message }: ChatwireError): string {
  return texts[code] ?? texts.default ?? message;
}
