/** The systems that this backend speaks. */
export const SYSTEMS = ['autobot', 'wazuh', 'chat', 'dashboard', 'nexus'] as const;

export type System = (typeof SYSTEMS)[number];

/** Where each system is spoken whatever the client offers. `nexus` clients dial an address without a path (S3.7). */
const SYSTEM_AT: ReadonlyMap<string, System> = new Map([
  ['/autobot/ws', 'autobot'],
  ['/wazuh/ws', 'wazuh'],
  ['/chat/ws', 'chat'],
  ['/dashboard/ws', 'dashboard'],
  ['/nexus', 'nexus'],
  ['/', 'nexus'],
]);

/** The path where the sub-protocol, or an option of the server, chooses the system. */
const SHARED_PATH = '/ws';

/** What a connection speaks. */
export interface Choice {
  readonly system: System;
  /** The sub-protocol to agree to. */
  readonly protocol: string | undefined;
}

export function isSystem(name: string): name is System {
  return (SYSTEMS as readonly string[]).includes(name);
}

/** A path of the system's own. */
export function pathOf(system: System): string {
  return system === 'nexus' ? '/nexus' : `/${system}/ws`;
}

/**
 * Which system a path and the offered sub-protocols mean; undefined: none is spoken there. A sub-protocol that names no
 * system is never agreed to, since it may be a secret.
 */
export function chooseSystem(path: string, offered: Iterable<string>, fallback: System): Choice | undefined {
  const own = SYSTEM_AT.get(path);
  if (own === undefined && path !== SHARED_PATH) return undefined;
  for (const protocol of offered) {
    const name = protocol.replace(/\.chatwire$/, '');
    if (name !== protocol && isSystem(name) && name === (own ?? name)) return { system: name, protocol };
  }
  return { system: own ?? fallback, protocol: undefined };
}
