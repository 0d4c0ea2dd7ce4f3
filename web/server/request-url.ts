import type { IncomingMessage } from 'node:http';

/** The URL a request asks for; undefined when it is malformed. Only path and query mean anything. */
export function requestUrl({ url = '/' }: IncomingMessage): URL | undefined {
  // Put together rather than resolved: "//name/x" is a path here, not a host.
  const absolute = `http://localhost${url.startsWith('/') ? '' : '/'}${url}`;
  return URL.canParse(absolute) ? new URL(absolute) : undefined;
}
