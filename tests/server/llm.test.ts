import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aString, joinChunks, serve, TestClient } from './harness.js';

/** What the backend asks the model. */
interface Asked {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly { role: string; content: string }[];
}

type Answer = (response: ServerResponse, body: Asked, request: IncomingMessage) => void;

const ends: (() => void)[] = [];
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  expect(JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain('canary-key');
  vi.restoreAllMocks();
  for (const end of ends.splice(0)) end();
});

/** A client of a backend whose model is this function. */
async function withModel(answer: Answer, timeout = 5_000): Promise<TestClient> {
  const model = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => answer(response, JSON.parse(text) as Asked, request));
  });
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    model.close();
    model.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1/`;
  const server = await serve({ llm: { baseUrl, model: 'test-model', apiKey: 'canary-key', timeout } });
  return TestClient.open(server.wsUrl);
}

const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

/** Writes the bytes one at a time, so that every split there is happens. */
async function drip(response: ServerResponse, text: string): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (const byte of Buffer.from(text)) {
    response.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
}

describe('a model behind an OpenAI-compatible endpoint', () => {
  it('is asked with the history and its answer is streamed', async () => {
    const asked: { body: Asked; url: string | undefined; key: string | undefined }[] = [];
    const client = await withModel((response, body, request) => {
      asked.push({ body, url: request.url, key: request.headers.authorization });
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.end(`${delta('Hello ')}${delta('there')}data: [DONE]\n\n`);
    });
    client.say('first', { message_id: 'm1' });
    const { payload } = await client.next('llm_response');
    expect(payload).toMatchObject({
      response: 'Hello there',
      model: 'test-model',
      message_id: 'm1',
      chunks: 2,
    });
    expect(joinChunks(client.of('llm_response_chunk'))).toBe('Hello there');
    client.say('second');
    await client.next('llm_response', 2);
    expect(asked[1]?.url).toBe('/v1/chat/completions');
    expect(asked[1]?.key).toBe('Bearer canary-key');
    expect(asked[1]?.body).toMatchObject({ model: 'test-model', stream: true });
    expect(asked[1]?.body.messages.slice(1)).toEqual([
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'Hello there' },
      { role: 'user', content: 'second' },
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('may split its stream anywhere, with lines ended by %s', async (_name, end) => {
    const client = await withModel((response) => {
      const stream = `: comment\n\nevent: x\n${delta('Grüße \u{1F600} ')}${delta('漢')}data: [DONE]\n\n: end\n`;
      void drip(response, stream.replaceAll('\n', end)).then(() => response.end());
    });
    client.say('hello');
    expect((await client.next('llm_response')).payload?.response).toBe('Grüße \u{1F600} 漢');
  });

  it('may end without [DONE] after a finish_reason', async () => {
    const client = await withModel((response) => {
      response.end(`${delta('ok')}data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n`);
    });
    client.say('hello');
    expect((await client.next('llm_response')).payload?.response).toBe('ok');
  });

  it.each<[string, string, RegExp, Answer]>([
    [
      'a wrong key',
      'LLM_STATUS',
      /401: check LLM_API_KEY/,
      (r) => r.writeHead(401).end('bad key canary-key'),
    ],
    ['a busy server', 'LLM_STATUS', /429: it is busy/, (r) => r.writeHead(429).end()],
    ['a broken server', 'LLM_STATUS', /500/, (r) => r.writeHead(500).end()],
    ['an empty answer', 'LLM_EMPTY', /no answer/, (r) => r.end('data: [DONE]\n\n')],
    ['garbage', 'LLM_BAD_STREAM', /not JSON/, (r) => r.end('data: {oops\n\n')],
    ['null', 'LLM_CUT_OFF', /stopped/, (r) => r.end('data: null\n\n')],
    [
      'an error in the stream',
      'LLM_ERROR',
      /error/,
      (r) => r.end('data: {"error":{"message":"canary-key"}}\n\n'),
    ],
    ['an answer that stops half-way', 'LLM_CUT_OFF', /in the middle/, (r) => r.end(delta('half'))],
    ['a dead connection', 'LLM_UNREACHABLE', /LLM_BASE_URL/, (r) => r.destroy()],
  ])('%s becomes an error message with the stream it ends', async (_what, code, text, answer) => {
    const client = await withModel(answer);
    client.say('hello', { message_id: 'm1' });
    const { payload } = await client.next('error');
    expect(payload).toMatchObject({ error_code: code, severity: 'high', message_id: 'm1' });
    expect(payload?.message).toMatch(text);
    expect(payload?.stream_id).toEqual(aString);
    expect((await client.next('llm_status', client.of('llm_status').length)).payload?.status).toBe(
      'disconnected',
    );
    expect(JSON.stringify(client.frames)).not.toContain('canary-key');
    await client.settle();
    expect(client.of('llm_response')).toEqual([]);
  });

  it('that stalls is given up, and the next message is answered', async () => {
    let calls = 0;
    const client = await withModel((response) => {
      calls += 1;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(delta('half'));
      if (calls > 1) response.end('data: [DONE]\n\n');
    }, 500);
    client.say('hello');
    expect((await client.next('error')).payload?.error_code).toBe('LLM_TIMEOUT');
    client.say('again');
    expect((await client.next('llm_response')).payload?.response).toBe('half');
    expect(client.of('llm_status').map(({ payload }) => payload?.status)).toEqual([
      'connected',
      'disconnected',
      'connected',
    ]);
  });

  it('that answers late and starts late is not given up: each is a sign of life', async () => {
    const client = await withModel((response) => {
      setTimeout(() => response.flushHeaders(), 400);
      setTimeout(() => response.end(`${delta('late')}data: [DONE]\n\n`), 800);
    }, 600);
    client.say('hello');
    expect((await client.next('llm_response')).payload?.response).toBe('late');
  });

  it('that sends slowly but steadily is not given up', async () => {
    const client = await withModel((response) => {
      let written = 0;
      const timer = setInterval(() => {
        response.write(delta(String(written)));
        written += 1;
        if (written < 5) return;
        clearInterval(timer);
        response.end('data: [DONE]\n\n');
      }, 100);
    }, 400);
    client.say('hello');
    expect((await client.next('llm_response')).payload?.response).toBe('01234');
  });
});
