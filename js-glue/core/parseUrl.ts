/** What a dial looks at in an address. In `chatwire/plain`, `plain/parseUrl.ts` stands in the place of this file. */
export type ParsedUrl = Pick<
  URL,
  'protocol' | 'username' | 'password' | 'hostname' | 'port' | 'hash' | 'href'
>;

/** Throws a `TypeError` for what is no absolute URL. */
export function parseUrl(url: string): ParsedUrl {
  return new URL(url);
}
