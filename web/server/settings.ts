import type { ServerOptions } from './options.js';
import type { RateLimit } from './rate-limit.js';
import type { LlmOptions } from './responder/openai-responder.js';
import { isSystem, SYSTEMS, type System } from './systems.js';

/** A setting that cannot be used; the message says which, and what it may be. */
export class SettingsError extends Error {}

type Environment = NodeJS.ProcessEnv;

/** Between two sample tasks for those who watch the dashboard. */
const DASHBOARD_INTERVAL_MS = 20_000;

/** The server's options from environment variables (see README.md and PROTOCOL.md). Empty ones count as absent. */
export function readSettings(env: Environment): ServerOptions {
  const appDir = env['CHATWIRE_APP_DIR'];
  const jwtSecret = env['CHATWIRE_JWT_SECRET'];
  const apiKey = env['CHATWIRE_API_KEY'];
  const publicKeys = listIn(env, 'CHATWIRE_PUBLIC_KEYS');
  const system = readSystem(env);
  const rateLimit = readRateLimit(env);
  const maxPayload = numberIn(env, 'CHATWIRE_MAX_PAYLOAD');
  const authTimeout = numberIn(env, 'CHATWIRE_AUTH_TIMEOUT');
  const pingInterval = numberIn(env, 'CHATWIRE_PING_INTERVAL');
  const chunkDelay = numberIn(env, 'CHATWIRE_CHUNK_DELAY');
  const llm = readLlm(env);
  return {
    port: readPort(env['PORT'] || '8080'),
    host: env['HOST'] || '127.0.0.1',
    demo: true,
    allowedOrigins: listIn(env, 'CHATWIRE_ORIGINS'),
    dashboardInterval: numberIn(env, 'CHATWIRE_DASHBOARD_INTERVAL') ?? DASHBOARD_INTERVAL_MS,
    ...(appDir && { appDir }),
    ...(jwtSecret && { jwtSecret }),
    ...(apiKey && { apiKey }),
    ...(publicKeys.length > 0 && { publicKeys }),
    ...(system && { system }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(maxPayload !== undefined && { maxPayload }),
    ...(authTimeout !== undefined && { authTimeout }),
    ...(pingInterval !== undefined && { pingInterval }),
    ...(chunkDelay !== undefined && { chunkDelay }),
    ...(llm && { llm }),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SettingsError(`PORT is "${text}": give a number from 0 (any free port) to 65535.`);
}

function readSystem(env: Environment): System | undefined {
  const name = env['CHATWIRE_SYSTEM'];
  if (!name) return undefined;
  if (isSystem(name)) return name;
  throw new SettingsError(`CHATWIRE_SYSTEM is "${name}": give one of ${SYSTEMS.join(', ')}.`);
}

function readRateLimit(env: Environment): RateLimit | false | undefined {
  const text = env['CHATWIRE_RATE_LIMIT'];
  if (!text) return undefined;
  if (text === 'off') return false;
  const [perSecond = NaN, burst = NaN, ...more] = text.split('/').map(Number);
  if (perSecond > 0 && burst >= 1 && more.length === 0) return { perSecond, burst };
  throw new SettingsError(
    `CHATWIRE_RATE_LIMIT is "${text}": give messages per second / at once, such as 2000/20000, or off.`,
  );
}

function numberIn(env: Environment, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new SettingsError(`${name} is "${text}": give a whole number from 0.`);
}

function listIn(env: Environment, name: string): string[] {
  return (env[name] ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function readLlm(env: Environment): LlmOptions | undefined {
  const baseUrl = env['LLM_BASE_URL'];
  if (!baseUrl) return undefined;
  if (!/^https?:/.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new SettingsError('LLM_BASE_URL must be an http(s) address such as http://127.0.0.1:11434/v1.');
  }
  const model = env['LLM_MODEL'];
  if (!model)
    throw new SettingsError('LLM_BASE_URL is set, so set LLM_MODEL too: the name of the model to ask.');
  const apiKey = env['LLM_API_KEY'];
  return { baseUrl, model, ...(apiKey && { apiKey }) };
}
