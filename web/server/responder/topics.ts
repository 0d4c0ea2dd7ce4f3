/** Something the embedded responder knows about. */
export interface Topic {
  /** Matches when a message is about it. Earlier topics win ties. */
  readonly words: RegExp;
  readonly answer: string;
  readonly next: string;
}

/** General words last: "does the WebSocket queue survive a reconnect" is about queues before it is about sockets. */
export const TOPICS: readonly Topic[] = [
  {
    words: /\bshow me\b/gi,
    answer:
      'You saw one of the messages that an agent backend sends beside its answers: its progress, the tools it uses, ' +
      'what changed, what it needs leave for. Your client gets each by its type.',
    next: 'Write "show me everything" to see them all.',
  },
  {
    words: /\b(states?|connecting|reconnecting|idle|closing|status)\b/gi,
    answer:
      'A Chatwire client is always in one of eight states: idle, connecting, authenticating, connected, reconnecting, ' +
      'closing, closed or failed. It changes state in one place, and tells you through the state event.',
    next: 'Press "Cut" in the Inspector and watch connected turn into reconnecting and back.',
  },
  {
    words: /\b(reconnect\w*|retry|retries|backoff|jitter|outage|cut)\b/gi,
    answer:
      'After a lost connection Chatwire waits and dials again, longer each time. The base profile draws the wait at ' +
      'random up to a growing limit (full jitter), so that clients do not all come back at the same instant; the ' +
      'autobot profile waits 1, 2, 4, 8 and 16 seconds. A disconnect() of your own never reconnects.',
    next: 'Cut the line while I answer: you get the rest of the answer on the next connection.',
  },
  {
    words: /\b(queue\w*|outbox|offline|lost|lose|pending|buffer\w*|receipts?)\b/gi,
    answer:
      'Messages sent while there is no connection wait in the outbox and leave in their order once it is back. The ' +
      'outbox is bounded in count and bytes, every send returns a receipt, and what is dropped is reported.',
    next: 'Stop the server for ten seconds, write two messages, and see them marked until they are sent.',
  },
  {
    words: /\b(pings?|pongs?|heartbeats?|keep-?alive|half-open)\b/gi,
    answer:
      'This server sends {"type":"ping"} every 30 seconds and the client answers pong by itself. Any frame counts as ' +
      'a sign of life, and a client that shows none for a whole interval is cut off.',
    next: 'Send {"type":"ping"} yourself: the server answers {"type":"pong"}.',
  },
  {
    words: /\b(wasm|webassembly|emscripten|c\+\+|embind)/gi,
    answer:
      'Chatwire decides in C++ compiled to WebAssembly: connection, retries, queue and routing. The payload of a ' +
      'message is parsed by the JavaScript engine itself, once, because its parser is faster on its own strings.',
    next: 'Flood the page and compare the counters before and after.',
  },
  {
    words: /\b(workflows?|approv\w*|cancel\w*)\b/gi,
    answer:
      'A workflow is a plan that runs step by step and reports each step. One step asks for your approval; you can ' +
      'approve it, reject it, or cancel the whole run. Here every run is a rehearsal that changes nothing.',
    next: 'Write "deploy the docs to staging" to start one.',
  },
  {
    words: /\b(react|vue|hooks?|composables?|usewebsocket)\b/gi,
    answer:
      'Chatwire has React hooks and Vue composables over the same client. useWebSocket(url, options) gives ' +
      'isConnected, lastMessage, connectionError, sendMessage, connect and disconnect.',
    next: 'Import it from chatwire/react or chatwire/vue.',
  },
  {
    words: /\b(web ?sockets?|sockets?|frames?|close codes?|http|protocol)\b/gi,
    answer:
      'A WebSocket starts as an HTTP request and then stays open, so that both sides send frames whenever they like. ' +
      'It says nothing about retries, order after a cut, or who is still there: that part is Chatwire.',
    next: 'Ask me about reconnecting, the queue, or heartbeats.',
  },
  {
    words: /\bchat ?wire\b/gi,
    answer:
      'Chatwire is a WebSocket client for chat and agent frontends: it connects, reconnects, queues and routes JSON ' +
      'messages, in browsers and in Node, and talks to the backend you already have.',
    next: 'Ask me about its states, its queue, or what happens when the line is cut.',
  },
];

/** The topic that most words of the message belong to. */
export function findTopic(message: string): Topic | undefined {
  let best: Topic | undefined;
  let bestCount = 0;
  for (const topic of TOPICS) {
    const count = message.match(topic.words)?.length ?? 0;
    if (count > bestCount) {
      best = topic;
      bestCount = count;
    }
  }
  return best;
}
