/**
 * Takes a lock that nobody else has. While it is held, this page or Worker lives: so its death shows, whatever it dies of, to
 * who asks for the lock.
 */
export async function holdLock(): Promise<{ lock: string; release: () => void }> {
  const { locks } = globalThis.navigator as Partial<Navigator>;
  if (!locks) throw new Error('this page has no Web Locks, which a shared one needs');
  const lock = `chatwire ${crypto.randomUUID()}`;
  return new Promise((resolve, reject) => {
    const held = () => new Promise<void>((release) => resolve({ lock, release }));
    locks.request(lock, held).catch(reject);
  });
}
