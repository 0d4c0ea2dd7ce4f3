import type { Peer } from './peer.js';
import { Session, type SessionServices } from './session.js';
import type { Workflow } from './workflow.js';

/** How many chats are kept, and for how long. */
export interface SessionLimits {
  /** Chats in memory at once. */
  readonly max: number;
  /** Milliseconds a chat waits for a client to come back. */
  readonly idleTime: number;
}

/** All chats, by `chat_id`. A chat that nobody is in for `idleTime` ends; when full, the oldest such chat does. */
export class Sessions {
  readonly #byId = new Map<string, Session>();
  readonly #expiries = new Map<Session, NodeJS.Timeout>();
  readonly #limits: SessionLimits;
  readonly #services: SessionServices;

  constructor(limits: SessionLimits, services: SessionServices) {
    this.#limits = limits;
    this.#services = services;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Lets a client into a chat, which begins if need be. Undefined when there is no room for another. */
  join(chatId: string, peer: Peer): Session | undefined {
    const session = this.#byId.get(chatId) ?? this.#create(chatId);
    if (!session) return undefined;
    this.#keep(session);
    session.attach(peer);
    return session;
  }

  leave(session: Session, peer: Peer): void {
    session.detach(peer);
    if (!session.isIdle || this.#byId.get(session.chatId) !== session) return;
    this.#keep(session);
    const expiry = setTimeout(() => this.#remove(session), this.#limits.idleTime);
    this.#expiries.set(session, expiry.unref());
  }

  /** A workflow's id is as good a key as its chat's, so an answer may come on a connection that is new. */
  findWorkflow(id: string): { session: Session; workflow: Workflow } | undefined {
    for (const session of this.#byId.values()) {
      const workflow = session.workflow(id);
      if (workflow) return { session, workflow };
    }
    return undefined;
  }

  /** Ends every chat. */
  dispose(): void {
    for (const session of [...this.#byId.values()]) this.#remove(session);
  }

  #create(chatId: string): Session | undefined {
    if (this.#byId.size >= this.#limits.max) {
      const idle = [...this.#byId.values()].find((session) => session.isIdle);
      if (!idle) return undefined;
      this.#remove(idle);
    }
    const session = new Session(chatId, this.#services);
    this.#byId.set(chatId, session);
    return session;
  }

  #keep(session: Session): void {
    clearTimeout(this.#expiries.get(session));
    this.#expiries.delete(session);
  }

  #remove(session: Session): void {
    this.#keep(session);
    this.#byId.delete(session.chatId);
    session.dispose();
  }
}
