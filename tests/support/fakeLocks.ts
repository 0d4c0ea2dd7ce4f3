import type { Locks } from 'chatwire';

interface Request {
  readonly page: object;
  readonly grant: () => void;
}

/** The Web Locks of one origin, for several pages that may die. */
export class FakeLocks {
  readonly #held = new Map<string, Request>();
  readonly #waiting = new Map<string, Request[]>();

  /** `navigator.locks` of one page; `die()` releases all that it holds or waits for, as the end of a page does. */
  page(): Locks & { die(): void } {
    const page = {};
    return {
      request: (name, { ifAvailable = false }, callback) => {
        if (ifAvailable && this.#held.has(name)) return callback(null);
        return new Promise((resolve, reject) => {
          const request: Request = {
            page,
            grant: () => {
              this.#held.set(name, request);
              void callback({ name })
                .then(resolve, reject)
                .finally(() => this.#release(name, request));
            },
          };
          if (this.#held.has(name)) this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), request]);
          else request.grant();
        });
      },
      die: () => {
        for (const [name, requests] of this.#waiting)
          this.#waiting.set(
            name,
            requests.filter((request) => request.page !== page),
          );
        for (const [name, request] of [...this.#held])
          if (request.page === page) this.#release(name, request);
      },
    };
  }

  #release(name: string, request: Request): void {
    if (this.#held.get(name) !== request) return;
    this.#held.delete(name);
    this.#waiting.get(name)?.shift()?.grant();
  }
}
