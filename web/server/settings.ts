import type { LlmOptions } from './autobot/openai-responder.js';
import type { ServerOptions } from './options.js';

/** A setting that cannot be used; the message says which, and what it may be. */
export class SettingsError extends Error {}

/** The server's options from environment variables (see README.md). Empty ones count as absent. */
export function readSettings(env: NodeJS.ProcessEnv): ServerOptions {
  const appDir = env['CHATWIRE_APP_DIR'];
  const origins = (env['CHATWIRE_ORIGINS'] ?? '').split(',').map((origin) => origin.trim());
  const llm = readLlm(env);
  return {
    port: readPort(env['PORT'] || '8080'),
    host: env['HOST'] || '127.0.0.1',
    demo: true,
    allowedOrigins: origins.filter((origin) => origin !== ''),
    ...(appDir && { appDir }),
    ...(llm && { llm }),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SettingsError(`PORT is "${text}": give a number from 0 (any free port) to 65535.`);
}

function readLlm(env: NodeJS.ProcessEnv): LlmOptions | undefined {
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
