// The same for the TypeScript layer: see core.mjs.

const in_ =
  (file) =>
  (name, rows, ...changes) => ({ name, rows: rows.split(' '), file, changes });

const client = in_('js-glue/client/client.ts');
const status = in_('js-glue/client/status.ts');
const throwReporter = in_('js-glue/client/throwReporter.ts');
const requests = in_('js-glue/client/requests.ts');
const relayedCore = in_('js-glue/core/relayedCore.ts');
const receipts = in_('js-glue/client/receipts.ts');
const subscriptions = in_('js-glue/client/subscriptions.ts');
const emitter = in_('js-glue/client/emitter.ts');
const firstOutcome = in_('js-glue/client/firstOutcome.ts');
const dialable = in_('js-glue/core/dialable.ts');
const deferredCore = in_('js-glue/core/deferredCore.ts');
const localCore = in_('js-glue/core/localCore.ts');
const outgoing = in_('js-glue/core/outgoing.ts');
const textStore = in_('js-glue/core/textStore.ts');
const joinedTexts = in_('js-glue/core/joinedTexts.ts');
const looseTexts = in_('js-glue/core/looseTexts.ts');
const findFrames = in_('js-glue/core/findFrames.ts');
const settledRoutes = in_('js-glue/core/settledRoutes.ts');
const socketAdapter = in_('js-glue/core/socketAdapter.ts');
const checker = in_('js-glue/thread/checker.ts');
const batchQueue = in_('js-glue/thread/batchQueue.ts');
const feed = in_('js-glue/thread/feed.ts');
const tapQueue = in_('js-glue/thread/tapQueue.ts');
const flushSchedule = in_('js-glue/thread/flushSchedule.ts');
const remoteCore = in_('js-glue/thread/remoteCore.ts');
const sharedCore = in_('js-glue/thread/sharedCore.ts');
const sharedHost = in_('js-glue/thread/sharedHost.ts');
const sharedPort = in_('js-glue/thread/sharedPort.ts');

export const glue = [
  client('client.ts: destroy() leaves receipts open', 'F41 W31', [
    'this.#status.giveBack(this.#status.receipts.dropAll(error), error);',
    '',
  ]),
  client('client.ts: destroy() leaves the page watched', 'F41', [
    'this.#stopWatching?.();\n    this.#credentials',
    'this.#credentials',
  ]),
  status('status.ts: a snapshot is new though nothing changed', 'C35', [
    'if (this.#snapshot.queued !== this.#queued) this',
    'this',
  ]),
  client('client.ts: connect() waits for ever after destroy()', 'F41 C12', [
    'if (this.#destroyed) this.#status.connecting.settle(destroyed());',
    '',
  ]),
  client('client.ts: a failed load is final', 'F42', ['this.#load = undefined;\n      if', 'if']),
  throwReporter('throwReporter.ts: a throwing listener for errors is called for ever', 'F38', [
    'isReporting = true;',
    '',
  ]),
  status('status.ts: drained() takes what was dropped for sent', 'F25', [
    'if (!concernsOneMessage(error.code)) this.draining.settle(error);',
    '',
  ]),
  status('status.ts: drained() fails for one that expired', 'F25', [
    'if (!concernsOneMessage(error.code)) this',
    'this',
  ]),
  client('client.ts: destroy() leaves requests open', 'F41', [
    'this.#requests.failAll(error);\n    this.#status.connecting.settle(error);\n    this.#status.end',
    'this.#status.connecting.settle(error);\n    this.#status.end',
  ]),
  client('client.ts: a crash leaves requests open', 'F43', [
    'this.#requests.failAll(error);\n    this.#status.connecting.settle(error);\n    this.#status.draining',
    'this.#status.connecting.settle(error);\n    this.#status.draining',
  ]),
  client('client.ts: a request waits for a core that cannot be loaded', 'F42', [
    'this.#requests.cancelAll(error);',
    '',
  ]),
  client('client.ts: an ignored request ends the process', 'S3.75', ['answer.catch(() => {});', '']),

  requests('requests.ts: a signal holds on to what is over', '', ['pending?.unwatch();', '']),
  requests('requests.ts: what is cancelled is sent all the same', '', [
    'this.#core.cancelRequest(number);',
    '',
  ]),
  requests('requests.ts: asks for the answer to what was not sent', 'G8', [
    "if (!match || receipt.status !== 'sent') continue;",
    'if (!match) continue;',
  ]),
  requests('requests.ts: the core never hears of the answer', 'G8', [
    'return this.#core.matched(number);',
    'return;',
  ]),
  requests('requests.ts: all that match get the answer', 'G8', [
    'return this.#core.matched(number);',
    'this.#core.matched(number);',
  ]),
  requests('requests.ts: a match that throws stops the message', 'F38', [
    'this.#onThrow(error);\n',
    'throw error;\n',
  ]),

  relayedCore('relayedCore.ts: waiting for the core is no waiting', 'F36', [
    'Math.max(0, request.timeout - waited)',
    'request.timeout',
  ]),
  relayedCore('relayedCore.ts: an id is lost on the way to the core', 'C30', [
    '{ ...request, timeout }',
    "{ ...request, answerId: '', timeout }",
  ]),

  receipts('receipts.ts: what was sent still waits', 'W31', [
    "this.#pending.delete(id);\n    receipt.settle('sent');",
    "receipt.settle('sent');",
  ]),
  receipts('receipts.ts: what was dropped is not handed back', 'W31', [
    'return receipt.isRequest ? undefined : receipt;',
    'return undefined;',
  ]),
  receipts('receipts.ts: an ignored receipt ends the process', 'C10', ['this.#promise.catch(() => {});', '']),
  receipts('receipts.ts: asked for late, never settled', 'C10', [
    "if (this.status !== 'queued') this.#settle?.();",
    '',
  ]),

  subscriptions('subscriptions.ts: unsubscribing twice takes the next one with it', 'W49', [
    'if (wasWanted && !this.#handlers.has(type)) this.#unwant(type);',
    'if (wasWanted) this.#unwant(type);',
  ]),
  subscriptions('subscriptions.ts: the core goes on parsing for nobody', 'C22', [
    'this.#core.unsubscribe(type);',
    '',
  ]),
  subscriptions('subscriptions.ts: a type called * is told twice', 'B23', ['if (route > 0) this', 'this']),

  emitter('emitter.ts: one that is removed is still called', 'W47 F39', [
    'if (!entry.isActive) continue;',
    '',
  ]),
  emitter('emitter.ts: one that is added is called at once', 'W47 F39', [
    'this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), entry]);',
    'const list = (this.#handlers.get(name) ?? []) as Entry[];\n    list.push(entry);\n    this.#handlers.set(name, list);',
  ]),
  emitter('emitter.ts: one that throws stops the others', 'F38', [
    'this.#onThrow(error);\n',
    'this.#onThrow(error);\n        return;\n',
  ]),
  emitter('emitter.ts: the same function twice is one', 'W49', [
    '(each) => each !== entry',
    '(each) => each.call !== entry.call',
  ]),

  firstOutcome('firstOutcome.ts: an ignored connect() ends the process', 'C12', [
    'outcome.catch(() => {});',
    '',
  ]),
  firstOutcome('firstOutcome.ts: only the last to wait is told', 'C12', [
    'this.#waiting.push({ call, resolve, reject });',
    'this.#waiting = [{ call, resolve, reject }];',
  ]),
  firstOutcome('firstOutcome.ts: what is past settles a connect() that came after it', 'F39 C12', [
    'this.#heard = call;',
    'this.#heard = Infinity;',
  ]),
  client('client.ts: disconnect() settles only what the core has heard of', 'F39 C12', [
    "this.#status.connecting.settle(new ChatwireError('DISCONNECTED'));",
    "this.#status.connecting.settleHeard(new ChatwireError('DISCONNECTED'));",
  ]),

  dialable('dialable.ts: a name that begins like this computer passes for it', 'S4', [
    '^127(\\.\\d+){3}$',
    '^127(\\.\\d+){3}',
  ]),
  dialable('dialable.ts: the end of a host is enough to be allowed', 'S19', [
    'allowedHosts.includes(name)',
    'allowedHosts.some((each) => name.endsWith(each))',
  ]),

  deferredCore('deferredCore.ts: a call of a handler overtakes those before it', 'F37', [
    'if (this.#core && this.#hasCaughtUp) perform',
    'if (this.#core) perform',
  ]),
  deferredCore('deferredCore.ts: calls after destroy()', 'F41', ['if (this.#destroyed) return;\n', '']),

  localCore('localCore.ts: handlers run inside of C++', 'F38 F39', [
    'if (this.#insideCore || this.#deliveryPlanned) return;',
    'if (this.#insideCore || this.#deliveryPlanned) return this.#deliver();',
  ]),
  localCore('localCore.ts: a handler that calls in is told out of order', 'F39', [
    'if (this.#delivering) return;\n',
    '',
  ]),
  localCore('localCore.ts: a frame after the disconnect() of a handler', 'F40 F39', [
    'return this.#ends === ends;',
    'return ends <= this.#ends;',
  ]),
  localCore('localCore.ts: a socket is given more than it has room for', 'F25', [
    'if (socket.bufferedAmount > mostBuffered) return handovers.full;',
    '',
  ]),
  outgoing('outgoing.ts: a character is a byte', 'B14 W25', ['utf8Length(message)', 'message.length']),
  outgoing('outgoing.ts: what was sent stays in memory', 'F46', ['this.#waiting.delete(receipt);', '']),
  localCore('localCore.ts: a tap goes on over a core that has crashed', 'F43 W90', [
    'clearTimeout(this.#timer);\n    this.tap(false);\n',
    'clearTimeout(this.#timer);\n',
  ]),
  tapQueue('tapQueue.ts: frames that were dropped are not told of', 'W90', ['this.#missed++;\n', '']),
  localCore('localCore.ts: events after destroy()', 'F41', [
    'this.#moveOut();\n    this.#events = [];\n',
    'this.#moveOut();\n',
  ]),

  textStore('textStore.ts: what the core keeps no longer is found', 'C15', [
    'if (frame.sequence < this.#oldestKept) return;',
    '',
  ]),
  textStore('textStore.ts: who asks is not heard', 'C15', ['this.#forget(oldestKept);\n    const', 'const']),
  textStore('textStore.ts: in a burst all texts are joined', '', [
    'isRecent && this.#settled',
    '!isRecent && this.#settled',
  ]),
  textStore('textStore.ts: what stays is not joined', '', ['this.#loose.length < MOST_LOOSE && ', '']),
  joinedTexts('joinedTexts.ts: texts are cut at the wrong place where some are wide', 'B13', [
    'ends[isWide] = begin;',
    'ends[0] = begin;',
  ]),
  joinedTexts('joinedTexts.ts: a long text among short ones loses its size', 'B13', [
    'length >= SHORT',
    'length < 0',
  ]),
  looseTexts('looseTexts.ts: a number that is left out shifts the others', '', [
    'sequence === this.#first + count && ',
    '',
  ]),
  localCore('localCore.ts: history is given that the core keeps no longer', 'C15', [
    'newestFirst(oldestKept)',
    'newestFirst(0)',
  ]),
  findFrames('findFrames.ts: a clock that stepped back hides messages', 'F18 S4.120', [
    'if (frame.receivedAt < since) continue;',
    'if (frame.receivedAt < since) break;',
  ]),
  findFrames('findFrames.ts: newest first', 'S4.120', ['found.reverse()', 'found']),

  settledRoutes('settledRoutes.ts: the last type outlives its route', 'C22', [
    'this.#count = 0;\n    this.#last = undefined;',
    'this.#count = 0;',
  ]),
  settledRoutes('settledRoutes.ts: a type with escapes is taken as it is written', 'B06', [
    ".includes('\\\\')) return;",
    ".includes('no escape')) return;",
  ]),

  socketAdapter('socketAdapter.ts: events from inside of a call', 'F08 F39', [
    'if (this.#isFree) return this.#enter(event);',
    'return this.#enter(event);',
  ]),
  socketAdapter('socketAdapter.ts: an event overtakes those that wait', 'F39', [
    'this.#calls === 0 && this.#waiting.length === 0',
    'this.#calls === 0',
  ]),
  socketAdapter('socketAdapter.ts: a send that throws was taken', 'W31', [
    '} catch {\n      return false;',
    '} catch {\n      return true;',
  ]),
  socketAdapter('socketAdapter.ts: sends before the socket is open', 'W31', [
    'if (this.#socket.readyState !== OPEN) return false;',
    '',
  ]),
  socketAdapter('socketAdapter.ts: a close without a code', 'F08', [
    'event.code ?? 1006',
    'event.code ?? 1000',
  ]),

  batchQueue('batchQueue.ts: what is over the limit is lost in silence', 'W31', [
    "return count > 0 ? [[0, ['onOverflow', count, bytes]], ...taken] : taken;",
    "return count < 0 ? [[0, ['onOverflow', count, bytes]]] : taken;",
  ]),
  batchQueue('batchQueue.ts: an event overtakes the frames before it', 'F39', [
    'this.#events.push([this.#gone + this.#count, event]);',
    'this.#events.push([this.#gone, event]);',
  ]),
  feed('feed.ts: a page that takes nothing is sent everything', 'S8', [
    'this.#untaken >= BATCHES_AHEAD',
    'this.#untaken < 0',
  ]),
  flushSchedule('flushSchedule.ts: the first message waits for a frame', 'C29', [
    "this.#begin('busy');\n    this.#flush();",
    "this.#begin('busy');",
  ]),
  remoteCore('remoteCore.ts: messages after disconnect()', 'F40', [
    'if (this.#untold.ends > 0) {',
    'if (this.#untold.ends < 0) {',
  ]),
  remoteCore('remoteCore.ts: a state of before disconnect()', 'F40', ['if (moves > 0) return;\n', '']),
  remoteCore('remoteCore.ts: a Worker that fails is let be', 'F43', [
    "this.#crash(new Error(event.message ?? 'The Worker failed'), event.isGone);",
    '',
  ]),
  sharedCore('sharedCore.ts: one tab closes the socket of all', 'C29', [
    'if (this.#connected().every((each) => each === tab)) {',
    'if (this.#connected().includes(tab)) {',
  ]),
  sharedCore('sharedCore.ts: a dead tab goes on wanting', 'C29', ['this.#routes.drop(tab);\n', '']),
  checker('checker.ts: a type without a schema here is right', 'B24', ['source ?? false', 'source ?? true']),
  checker('checker.ts: the type of a route is forgotten', 'B06', ['this.#types.set(route, type);', '']),
  feed('feed.ts: what was not checked is right', 'B24', [
    'this.#checker?.isRight(text, route) ?? true',
    'true',
  ]),
  feed('feed.ts: what is right is not said to be', 'B24', [
    'this.#checker?.isRight(text, route) ?? true',
    '!this.#checker',
  ]),
  sharedHost('sharedHost.ts: what a page posts is taken at its word', 'S15', [
    'const fault = faultOf(data);',
    'const fault = undefined;',
  ]),
  sharedPort('sharedPort.ts: tabs of two users share a socket', 'C29', [
    'thread.identity ?? auth',
    'thread.identity',
  ]),
];
