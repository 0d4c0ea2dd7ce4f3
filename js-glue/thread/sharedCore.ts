import type { TappedFrame } from '../core/frameTap.ts';
import type {
  ConnectionState,
  CoreHandle,
  CoreListener,
  CoreStats,
  Hint,
  StoredFrame,
} from '../core/handle.ts';
import { perform, type Command } from '../core/relayedCore.ts';
import type { FrameStore } from '../core/textStore.ts';
import { Question } from './question.ts';
import { SharedRequests } from './sharedRequests.ts';
import { SharedRoutes } from './sharedRoutes.ts';
import type { Tab } from './tab.ts';

interface Sender {
  readonly tab: Tab;
  /** Its own number for it. */
  readonly receipt: number;
}

/** A page's answer to a question of the core. */
const answers = new Set<Command[0]>(['dial', 'authenticate', 'withhold', 'decideRetry']);

/**
 * One core and the tabs that share it. It hears the core, and tells each tab what concerns it: of the link, all that are
 * connected; of a message, those that want it; of a receipt, the one that sent. The core is asked to do what any of them
 * wants, and to end when none is left.
 */
export class SharedCore implements CoreListener, FrameStore {
  readonly isRelay = true;
  readonly #tabs = new Set<Tab>();
  readonly #core: CoreHandle;
  readonly #routes: SharedRoutes;
  readonly #requests: SharedRequests;
  readonly #onEnd: () => void;
  /** By the core's number: who sent it, and under which number. */
  readonly #senders = new Map<number, Sender>();
  #lastReceipt = 0;
  #state: ConnectionState = 'idle';
  #reason = '';
  #question: Question | undefined;
  #kept: (StoredFrame & { oldestKept: number }) | undefined;
  hasEnded = false;

  /** `onEnd`: the last tab has left, or the core has crashed. */
  constructor(makeCore: (events: CoreListener & FrameStore) => CoreHandle, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#core = makeCore(this);
    this.#routes = new SharedRoutes(this.#core);
    this.#requests = new SharedRequests(this.#core);
  }

  stats(): CoreStats {
    return this.#core.stats();
  }

  join(tab: Tab): void {
    this.#tabs.add(tab);
  }

  /** It was destroyed, or is dead: what it had is given up, and nobody else notices. */
  leave(tab: Tab): void {
    if (!this.#tabs.delete(tab)) return;
    tab.feed.close();
    this.#routes.drop(tab);
    this.#takeBack(tab);
    if (this.#tabs.size === 0) return this.#end(() => this.#core.destroy());
    if (tab.isConnected && this.#connected().length === 0) this.#core.disconnect(1000, 'Client disconnect');
    this.#question?.left(tab);
    this.#tellCondition();
    this.#tap();
  }

  /** What a tab wants done. */
  perform(tab: Tab, command: Command): void {
    switch (command[0]) {
      case 'connect':
        return this.#connect(tab, command[1]);
      case 'disconnect':
        return this.#disconnect(tab, command);
      case 'send': {
        const [, receipt, frame, terms] = command;
        return this.#core.send(this.#note(tab, receipt), frame, terms);
      }
      case 'cancel': {
        const receipt = tab.receipts.get(command[1]);
        if (receipt !== undefined) this.#core.cancel(receipt);
        return;
      }
      case 'request': {
        const [, request, terms] = command;
        return this.#requests.request(tab, this.#note(tab, request.number), request, terms);
      }
      case 'cancelRequest':
        return this.#requests.cancel(tab, command[1]);
      case 'matched':
        return this.#requests.matched(tab, command[1]);
      case 'subscribe':
        return this.#routes.subscribe(tab, command[1], command[2]);
      case 'unsubscribe':
        return this.#routes.unsubscribe(tab, command[1]);
      case 'wantAll':
        return this.#routes.wantAll(tab, command[1]);
      case 'tap':
        tab.isTapping = command[1];
        return this.#tap();
      case 'hint':
        return this.#hint(tab, command[1]);
      default:
        if (answers.has(command[0])) this.#question?.end();
        perform(this.#core, command);
    }
  }

  #connect(tab: Tab, call = 0): void {
    tab.feed.onConnectHeard(call);
    tab.isConnected = true;
    tab.isLeaving = false;
    const isUp = ['connecting', 'authenticating', 'connected'].includes(this.#state);
    if (!isUp) return this.#core.connect();
    tab.feed.onState(this.#state, this.#reason);
    if (this.#state === 'connected') tab.feed.onOpen();
  }

  /** For a tab that goes while others stay, the link ends here, without a close of the socket. */
  #disconnect(tab: Tab, command: Command): void {
    if (this.#connected().every((each) => each === tab)) {
      tab.isLeaving = true;
      return perform(this.#core, command);
    }
    if (tab.keepsQueue) this.#requests.takeBack(tab, (request) => tab.receipts.has(request));
    else this.#takeBack(tab);
    this.#letGo(tab);
    this.#question?.left(tab);
  }

  #letGo(tab: Tab): void {
    tab.isConnected = false;
    tab.feed.onState('closed', 'DISCONNECTED');
  }

  /** What it has sent and still waits, and what it has asked, as `disconnect()` has it. */
  #takeBack(tab: Tab): void {
    const receipts = [...tab.receipts];
    tab.receipts.clear();
    for (const [, number] of receipts) this.#senders.delete(number);
    this.#requests.takeBack(tab, () => false);
    for (const [receipt, number] of receipts) {
      this.#core.cancel(number);
      tab.feed.onDropped(receipt, 'DISCONNECTED', '');
    }
  }

  #hint(tab: Tab, hint: Hint): void {
    if (hint === 'online' || hint === 'offline') return this.#core.hint(hint);
    tab.condition = hint;
    if (hint === 'awake') this.#core.hint(hint);
    else this.#tellCondition();
  }

  /** As long as one of them is seen, they all are. */
  #tellCondition(): void {
    const conditions = [...this.#tabs].map(({ condition }) => condition);
    if (conditions.includes('awake')) return;
    this.#core.hint(conditions.includes('hidden') ? 'hidden' : 'frozen');
  }

  #tap(): void {
    this.#core.tap([...this.#tabs].some(({ isTapping }) => isTapping));
  }

  #note(tab: Tab, receipt: number): number {
    // The core counts in 32 bits.
    this.#lastReceipt = (this.#lastReceipt + 1) >>> 0;
    tab.receipts.set(receipt, this.#lastReceipt);
    this.#senders.set(this.#lastReceipt, { tab, receipt });
    return this.#lastReceipt;
  }

  #connected(): Tab[] {
    return [...this.#tabs].filter(({ isConnected }) => isConnected);
  }

  #ask(ask: (tab: Tab) => void): void {
    this.#question?.end();
    this.#question = new Question(() => this.#connected(), ask);
  }

  #end(destroy: () => void): void {
    this.hasEnded = true;
    this.#question?.end();
    destroy();
    this.#onEnd();
  }

  /** A text that history keeps: every tab has a history of its own. */
  add(text: string, sequence: number, receivedAt: number, oldestKept: number, isWanted: boolean): void {
    this.#kept = { text, sequence, receivedAt, oldestKept };
    if (isWanted) return;
    for (const { feed } of this.#connected()) feed.add(text, sequence, receivedAt, oldestKept, false);
  }

  newestFirst(): StoredFrame[] {
    return [];
  }

  clear(): void {
    // There is nothing.
  }

  onMessage(text: string, route: number, sequence: number, receivedAt: number, answered: number): void {
    const answer = this.#requests.take(answered);
    const kept = this.#kept?.sequence === sequence ? this.#kept : undefined;
    for (const tab of this.#connected()) {
      const request = answer?.tab === tab ? answer.number : 0;
      const isAwaited = request > 0 || this.#requests.wantsAll(tab);
      const its = Math.max(this.#routes.routeFor(tab, route), isAwaited ? 0 : -1);
      if (kept) tab.feed.add(text, sequence, receivedAt, kept.oldestKept, its >= 0);
      if (its >= 0) tab.feed.onMessage(text, its, sequence, receivedAt, request);
    }
    // It left the link, and its message did not wait for it.
    if (answer && !answer.tab.isConnected) answer.tab.feed.onRequestFailed(answer.number, 'DISCONNECTED', '');
  }

  onBinary(bytes: ArrayBuffer): void {
    for (const { feed } of this.#connected()) feed.onBinary(bytes.slice(0));
  }

  onInvalid(text: string): void {
    for (const { feed } of this.#connected()) feed.onInvalid(text);
  }

  onState(state: ConnectionState, reason: string): void {
    this.#state = state;
    this.#reason = reason;
    const connected = this.#connected();
    for (const tab of connected) {
      // Another tab has connected before the close handshake was over.
      if (tab.isLeaving && state !== 'closing' && state !== 'closed') this.#letGo(tab);
      else tab.feed.onState(state, reason);
    }
    if (state === 'closed' || state === 'failed') for (const tab of connected) tab.isConnected = false;
  }

  onConnectHeard(): void {
    // Each tab has been told of its own.
  }

  onOpen(): void {
    for (const { feed } of this.#connected()) feed.onOpen();
  }

  onClose(code: number, reason: string, wasClean: boolean, wasOpen: boolean): void {
    for (const { feed } of this.#connected()) feed.onClose(code, reason, wasClean, wasOpen);
  }

  onRetry(attempt: number, delay: number): void {
    for (const { feed } of this.#connected()) feed.onRetry(attempt, delay);
  }

  onFailure(code: string, detail: string, remedy: string): void {
    for (const { feed } of this.#tabs) feed.onFailure(code, detail, remedy);
  }

  onAddressWanted(generation: number): void {
    this.#ask(({ feed }) => feed.onAddressWanted(generation));
  }

  onCredentialsWanted(generation: number, isRenewal: boolean, challenge: string): void {
    this.#ask(({ feed }) => feed.onCredentialsWanted(generation, isRenewal, challenge));
  }

  onRetryWanted(generation: number): void {
    this.#ask(({ feed }) => feed.onRetryWanted(generation));
  }

  /** Whichever tab it is for: a tap shows what the socket sees. */
  onFrame(frame: TappedFrame): void {
    for (const { isTapping, feed } of this.#tabs) if (isTapping) feed.onFrame(frame);
  }

  onSent(receipts: readonly number[]): void {
    for (const receipt of receipts) {
      const sender = this.#takeSender(receipt);
      sender?.tab.feed.onSent([sender.receipt]);
    }
  }

  onDropped(receipt: number, reason: string, remedy: string): void {
    const sender = this.#takeSender(receipt);
    sender?.tab.feed.onDropped(sender.receipt, reason, remedy);
  }

  /** Whose message has ended; nobody, where its tab has left. */
  #takeSender(receipt: number): Sender | undefined {
    const sender = this.#senders.get(receipt);
    this.#senders.delete(receipt);
    sender?.tab.receipts.delete(sender.receipt);
    return sender;
  }

  onRequestFailed(request: number, reason: string, remedy: string): void {
    this.#requests.failed(request, reason, remedy);
  }

  onDrain(): void {
    for (const { feed } of this.#connected()) feed.onDrain();
  }

  onOverflow(): void {
    // A core in this very thread loses none.
  }

  onCrash(cause: unknown): void {
    this.#end(() => {
      for (const { feed } of this.#tabs) feed.onCrash(cause);
    });
    this.#tabs.clear();
  }
}
